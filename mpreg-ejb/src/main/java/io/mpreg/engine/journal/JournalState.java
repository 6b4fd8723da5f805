package io.mpreg.engine.journal;

/** What a journal can do. */
public enum JournalState {
    /** Everything. */
    OK,
    /** There is no space for another segment: it releases and reads, and takes no new records. */
    FULL,
    /** A write or force failed: it reads only, until it is opened again. */
    FAILED,
    /** It was closed. */
    CLOSED
}
