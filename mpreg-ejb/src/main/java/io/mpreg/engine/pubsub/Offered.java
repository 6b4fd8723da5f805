package io.mpreg.engine.pubsub;

/** What became of a message that was offered. */
enum Offered {
    /** It was taken, or the policy of the subscription has decided about it. */
    TAKEN,
    /** There was no room, and the policy was not asked. */
    FULL,
    /** The subscription has ended. */
    ENDED,
    /** There is nobody who wants it. */
    NOBODY
}
