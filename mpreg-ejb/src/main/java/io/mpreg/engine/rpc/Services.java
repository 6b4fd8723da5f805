package io.mpreg.engine.rpc;

import io.mpreg.engine.time.Clock;

/** What every request needs to run. */
record Services(
        Host host,
        ProviderChoice choice,
        Analytics analytics,
        EventDesk desk,
        ProgressBoard board,
        Results results,
        Deadlines deadlines,
        CommandDetails details) {

    Clock clock() {
        return host.platform().clock();
    }

    RpcSettings settings() {
        return host.settings();
    }
}
