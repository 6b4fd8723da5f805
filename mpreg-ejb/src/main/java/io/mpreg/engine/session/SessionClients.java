package io.mpreg.engine.session;

import io.mpreg.engine.gate.Caller;

/** Makes the clients that sessions work with. */
@FunctionalInterface
public interface SessionClients {

    /** A client of the node on behalf of a caller. */
    SessionClient client(Caller caller);
}
