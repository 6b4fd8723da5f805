package io.mpreg.engine.journal;

/**
 * Gets the records of a {@link Journal#readTogether}.
 *
 * <p><b>Threads.</b> Called by the thread that reads, which holds no lock.
 */
@FunctionalInterface
public interface Reading {

    /**
     * A record that was asked for.
     *
     * @param index which one it is of those
     * @param entry the record, in buffers that are valid until this returns
     */
    void read(int index, Entry entry);
}
