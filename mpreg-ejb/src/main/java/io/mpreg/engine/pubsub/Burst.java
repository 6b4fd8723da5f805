package io.mpreg.engine.pubsub;

/**
 * Publications that come in one go, such as those of one frame: nobody else's message comes between
 * them, listeners are seen to when all of them are in the mailboxes, and all have one time, so that
 * they cost little each.
 *
 * <p>Whoever begins one ends it soon, on the same thread, and does nothing else meanwhile than to
 * publish: other publishers wait.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class Burst {

    private final Publishing publishing;

    Burst(Publishing publishing) {
        this.publishing = publishing;
    }

    /** Waits until no other message is on its way to mailboxes. */
    public void begin() {
        publishing.begin();
    }

    /** Lets others publish, and has what was published delivered. */
    public void end() {
        publishing.end();
    }
}
