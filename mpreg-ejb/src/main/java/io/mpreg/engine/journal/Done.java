package io.mpreg.engine.journal;

import io.mpreg.api.MpregStorageException;

/**
 * Learns what became of an append; exactly one of its methods is called, once.
 *
 * <p><b>Threads.</b> Called in the order of the positions (those of one {@link Level} among each
 * other) by the thread that wrote: the journal's writer, or a caller of {@link Journal#drive} or
 * {@link Journal#close}. Nothing is written meanwhile, so do little: complete a future with an
 * executor, put something into a queue. It may append and release through the {@code try} methods;
 * it must not wait for the journal. What it throws is logged and otherwise ignored.
 */
public interface Done {

    /** For appends whose end nobody waits for. */
    Done IGNORED =
            new Done() {
                @Override
                public void onDurable(long position) {}

                @Override
                public void onFailure(MpregStorageException failure) {}
            };

    /** The record is as safe as was asked for. */
    void onDurable(long position);

    /**
     * Whether the record is safe is unknown, and after the next start it may be there or not. The
     * journal takes no records any more.
     */
    void onFailure(MpregStorageException failure);
}
