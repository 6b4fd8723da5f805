package io.mpreg.engine.journal;

/** How safe a record is when it is confirmed. */
public enum Level {
    /** On stable storage: survives the loss of power. */
    DISK,
    /** Written to the operating system: survives the end of the process. */
    OS
}
