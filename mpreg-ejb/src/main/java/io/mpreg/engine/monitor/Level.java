package io.mpreg.engine.monitor;

/** How much of a system's events is taken note of. */
public enum Level {
    /** Nothing; costs nothing. */
    OFF,
    /** Everything is counted; only failures are remembered. */
    ERRORS,
    /** Everything is counted and remembered. */
    ALL
}
