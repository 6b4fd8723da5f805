package io.mpreg.engine.cache;

/** Why an entry left its region. */
enum Departure {
    /** Another one took its place. */
    REPLACED,
    /** It was removed or invalidated. */
    REMOVED,
    /** It had to make room. */
    EVICTED,
    /** Its time was over. */
    EXPIRED
}
