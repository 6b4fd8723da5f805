package io.mpreg.bench.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Blocks of 4 KiB written over ones that were there before, each forced: the least there is. */
final class RawForce implements Blocking {

    private static final int BLOCK = 4096;
    private static final int BLOCKS = 4096;
    private static final int PROBES = 500;

    private final FileChannel channel;
    private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    private int at;

    RawForce(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        for (int i = 0; i < BLOCKS; i++) {
            channel.write(block.clear(), (long) i * BLOCK);
        }
        channel.force(true);
    }

    @Override
    public void send() throws IOException {
        channel.write(block.clear(), (long) at * BLOCK);
        channel.force(false);
        at = (at + 1) % BLOCKS;
    }

    /** How long one takes, in nanoseconds; the median of some. */
    static int nanos(Path folder) throws IOException {
        Path file = folder.resolve("probe");
        try (RawForce probe = new RawForce(file)) {
            long[] nanos = new long[PROBES];
            for (int i = 0; i < PROBES; i++) {
                long begun = System.nanoTime();
                probe.send();
                nanos[i] = System.nanoTime() - begun;
            }
            Arrays.sort(nanos);
            return (int) nanos[PROBES / 2];
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void clear() {
        // The blocks are written over again and again.
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
