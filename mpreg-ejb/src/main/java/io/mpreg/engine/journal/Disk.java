package io.mpreg.engine.journal;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder, as far as a journal needs it.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
interface Disk {

    /** The folder, for messages. */
    String name();

    /** Keeps others out until the result is closed; null if another has the lock. */
    @Nullable Lock lock() throws IOException;

    /** The names of the files, in no order. */
    List<String> list() throws IOException;

    /** Opens a file that exists. */
    DiskFile open(String file) throws IOException;

    /**
     * Makes a file with that many zeros, written and on stable storage; its name is only after
     * {@link #forceNames}.
     */
    DiskFile allocate(String file, long bytes) throws IOException;

    /** Gives a file another name, which must be free. */
    void rename(String from, String to) throws IOException;

    void delete(String file) throws IOException;

    /** Returns when all names given and taken are on stable storage. */
    void forceNames() throws IOException;

    /** How many bytes can still be written. */
    long free() throws IOException;

    /** Others are kept out. */
    interface Lock extends AutoCloseable {
        @Override
        void close() throws IOException;
    }
}
