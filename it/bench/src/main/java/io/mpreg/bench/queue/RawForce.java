package io.mpreg.bench.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Blocks of 4 KiB written over ones that were there before, each forced: the least there is. */
final class RawForce implements Blocking {

    private static final int BLOCK = 4096;
    private static final int BLOCKS = 4096;

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

    @Override
    public void clear() {
        // The blocks are written over again and again.
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
