package io.mpreg.engine.gate;

/**
 * The limits at the gate.
 *
 * @param maxPayload the most bytes that a payload may have
 */
public record GateSettings(int maxPayload) {

    public GateSettings {
        if (maxPayload < 1) {
            throw new IllegalArgumentException("maxPayload must be at least 1, was " + maxPayload);
        }
    }

    /** 1 MiB. */
    public static GateSettings defaults() {
        return new GateSettings(1 << 20);
    }
}
