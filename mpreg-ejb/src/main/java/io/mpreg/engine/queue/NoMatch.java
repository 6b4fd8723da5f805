package io.mpreg.engine.queue;

/** What becomes of a topic-routed send when no queue is bound to its topic. */
public enum NoMatch {
    /** It fails. */
    FAIL,
    /** It goes to the queue that is named as the topic, if there is one; else it fails. */
    FALLBACK_DIRECT,
    /** It is tried again a few times, in case a binding is on its way; then it fails. */
    RETRY_WITH_BACKOFF,
    /** It is not sent; the receipt names no queue. */
    DROP,
    /** It becomes a dead letter of the queue {@link QueueEngineSettings#UNROUTABLE}. */
    DEAD_LETTER
}
