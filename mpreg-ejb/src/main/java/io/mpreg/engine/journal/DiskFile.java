package io.mpreg.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One open file.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; an interrupt of a thread that uses it
 * does it no harm.
 */
interface DiskFile extends AutoCloseable {

    /** Reads into the buffer's remaining room; fewer bytes only at the end of the file. */
    int read(ByteBuffer into, long offset) throws IOException;

    /** Writes all of the buffer's remaining bytes. */
    void write(ByteBuffer from, long offset) throws IOException;

    /** Returns when all that was written is on stable storage. */
    void force() throws IOException;

    /** How many bytes it has. */
    long size() throws IOException;

    @Override
    void close() throws IOException;
}
