package io.mpreg.api;

import java.util.Locale;

/**
 * The six systems of a node that are told apart in routing and monitoring.
 *
 * @since 0.1
 */
public enum MpregSystem {
    RPC("rpc-"),
    PUBSUB("ps-"),
    QUEUE("q-"),
    CACHE("cache-"),
    FEDERATION("fed-"),
    TRANSPORT("tx-");

    private final String trackingPrefix;

    MpregSystem(String trackingPrefix) {
        this.trackingPrefix = trackingPrefix;
    }

    /** What the tracking ids of this system begin with. */
    public String trackingPrefix() {
        return trackingPrefix;
    }

    /** The name in lower case, as it stands in configuration keys and on the wire. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
