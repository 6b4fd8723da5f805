package io.mpreg.engine.transport;

/** Where the health of a connection goes. */
public enum Trend {
    IMPROVING,
    STABLE,
    DEGRADING,
    /** Most of what was asked lately failed. */
    CRITICAL
}
