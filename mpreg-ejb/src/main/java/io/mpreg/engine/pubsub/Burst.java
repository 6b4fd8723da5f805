package io.mpreg.engine.pubsub;

/**
 * Publications that come in one go, such as those of one frame: nobody else's message comes between
 * them, and listeners are seen to when all of them are in the mailboxes, so that they cost little
 * each.
 *
 * <p>Whoever begins one ends it soon, on the same thread, and does nothing else meanwhile than to
 * publish: other publishers wait.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class Burst {

    private final Sequencer sequencer;

    Burst(Sequencer sequencer) {
        this.sequencer = sequencer;
    }

    /** Waits until no other message is on its way to mailboxes. */
    public void begin() {
        sequencer.begin();
    }

    /** Lets others publish, and has what was published delivered. */
    public void end() {
        sequencer.end();
    }
}
