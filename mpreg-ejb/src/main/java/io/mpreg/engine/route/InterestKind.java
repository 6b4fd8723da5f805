package io.mpreg.engine.route;

import io.mpreg.api.MpregSystem;

/** What kinds of parties are filed in the one topic table. */
public enum InterestKind {
    SUBSCRIPTION(MpregSystem.PUBSUB),
    QUEUE_BINDING(MpregSystem.QUEUE),
    PROVIDER(MpregSystem.RPC),
    CACHE_RULE(MpregSystem.CACHE),
    FEDERATION_RULE(MpregSystem.FEDERATION),
    ACCESS_RULE(MpregSystem.TRANSPORT),
    HANDLER(MpregSystem.TRANSPORT);

    private final MpregSystem system;

    InterestKind(MpregSystem system) {
        this.system = system;
    }

    /** The system that parties of this kind belong to. */
    public MpregSystem system() {
        return system;
    }
}
