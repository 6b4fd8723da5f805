package io.mpreg.bench.cache;

/** A cache that is measured. Each has a loop of its own, so that none slows another's down. */
interface Subject extends AutoCloseable {

    /**
     * Carries out operations from one position to another; returns how many reads found something.
     */
    long run(Access access, int from, int to) throws Exception;

    @Override
    default void close() throws Exception {}
}
