package io.mpreg.engine.journal;

import java.nio.ByteBuffer;

/** A record to be, without its place. */
interface Part {

    /** How many bytes it takes, without padding. */
    int length();

    /** Whether it counts as a live record of an appender. */
    boolean lives();

    /**
     * Puts it into a buffer, but for the checksum; called under the journal's lock.
     *
     * @param at where it begins
     */
    void put(ByteBuffer buffer, int at, long sequence);
}
