package io.mpreg.engine.journal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A file of the file system.
 *
 * <p>A {@code FileChannel} closes itself when a thread that uses it is interrupted, and with it the
 * journal would be lost for everybody. An {@code AsynchronousFileChannel} does not; with an
 * executor that runs everything at once it is a channel for blocking positional reads and writes.
 */
final class ChannelFile implements DiskFile {

    private final AsynchronousFileChannel channel;

    private ChannelFile(Path path, OpenOption... options) throws IOException {
        channel = AsynchronousFileChannel.open(path, Set.of(options), new AtOnce());
    }

    static ChannelFile open(Path path) throws IOException {
        return new ChannelFile(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    static ChannelFile create(Path path) throws IOException {
        return new ChannelFile(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
        int total = 0;
        while (into.hasRemaining()) {
            int read = result(channel.read(into, offset + total));
            if (read < 0) {
                break;
            }
            total += read;
        }
        return total;
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
        long at = offset;
        while (from.hasRemaining()) {
            int written = result(channel.write(from, at));
            if (written <= 0) {
                throw new EOFException("nothing could be written at " + at);
            }
            at += written;
        }
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** The result of an operation that has ended already, so this does not wait. */
    private static int result(Future<Integer> operation) throws IOException {
        try {
            return operation.get();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted although there was nothing to wait for");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(e.getCause());
        }
    }

    /** Runs everything on the caller's thread. */
    private static final class AtOnce extends AbstractExecutorService {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return false;
        }
    }
}
