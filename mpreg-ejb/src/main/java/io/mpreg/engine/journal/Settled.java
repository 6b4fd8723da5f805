package io.mpreg.engine.journal;

import io.mpreg.api.MpregStorageException;

/** Waits for what became of an append by writing itself. */
final class Settled implements Done {

    private volatile boolean durable;
    private volatile boolean failed;

    @Override
    public void onDurable(long position) {
        durable = true;
    }

    @Override
    public void onFailure(MpregStorageException failure) {
        failed = true;
    }

    /**
     * Returns when it is settled.
     *
     * @return whether the record is on stable storage
     */
    boolean await(Writer writer) {
        // Whoever has the pen settles what it took before it gives the pen back.
        while (!durable && !failed) {
            writer.round(true);
        }
        return durable;
    }
}
