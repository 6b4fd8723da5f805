package io.mpreg.engine.session;

import io.mpreg.engine.transport.Framing;

/** The forms that the protocol has. */
public enum Dialect {
    /** Texts of JSON. */
    JSON("mpreg.v1.json"),
    /** The same operations, with compact forms for the most frequent ones. */
    BINARY("mpreg.v1.bin");

    private final String subprotocol;

    Dialect(String subprotocol) {
        this.subprotocol = subprotocol;
    }

    /** The dialect of a subprotocol; JSON for what is unknown. */
    public static Dialect of(String subprotocol) {
        return subprotocol.equals(BINARY.subprotocol) ? BINARY : JSON;
    }

    Framing framing() {
        return this == BINARY ? Framing.binary() : Framing.json();
    }
}
