package io.mpreg.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stream of an upgraded connection as Open Liberty has it: gathers blocks, writes each without
 * waiting, and what is left when it is told to flush, with waiting.
 */
final class LibertyStream extends ServletOutputStream {

    private static final int BLOCK = 32 << 10;

    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private final ByteArrayOutputStream socket = new ByteArrayOutputStream();
    private byte @Nullable [] pending;
    private byte[] rest = {};
    private int room;
    private boolean allowed;
    private boolean asked;
    private boolean broken;
    private boolean waited;
    private @Nullable WriteListener listener;

    /**
     * @param room how many bytes the buffers of the connection take that nobody has read
     */
    LibertyStream(int room) {
        this.room = room;
    }

    /** Whether a thread would have waited for the other end. */
    boolean hasWaited() {
        return waited;
    }

    void breaks() {
        broken = true;
    }

    /** What the other end reads now; there is room for as much again. */
    byte[] read(int most) {
        byte[] all = socket.toByteArray();
        int size = Math.min(most, all.length);
        byte[] some = Arrays.copyOf(all, size);
        socket.reset();
        socket.write(all, size, all.length - size);
        room += size;
        byte[] waiting = pending;
        if (waiting != null && waiting.length <= room) {
            pending = null;
            put(waiting);
            byte[] more = rest;
            rest = new byte[0];
            gather(more);
            if (pending == null && asked) {
                asked = false;
                tell();
            }
        }
        return some;
    }

    private void tell() {
        try {
            allowed = true;
            Objects.requireNonNull(listener).onWritePossible();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public boolean isReady() {
        allowed = pending == null;
        asked |= !allowed;
        return allowed;
    }

    @Override
    public void setWriteListener(WriteListener told) {
        listener = told;
    }

    @Override
    public void write(int b) {
        throw new AssertionError("one by one");
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        assertThat(allowed).as("asked before").isTrue();
        allowed = false;
        if (broken) {
            throw new IOException("broken");
        }
        gather(Arrays.copyOfRange(bytes, from, from + length));
    }

    private void gather(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && pending == null) {
            int some = Math.min(bytes.length - at, BLOCK - gathered.size());
            gathered.write(bytes, at, some);
            at += some;
            if (gathered.size() == BLOCK) {
                byte[] block = gathered.toByteArray();
                gathered.reset();
                if (block.length <= room) {
                    put(block);
                } else {
                    pending = block;
                }
            }
        }
        rest = Arrays.copyOfRange(bytes, at, bytes.length);
    }

    @Override
    public void flush() {
        if (pending == null) {
            waited |= gathered.size() > room;
            put(gathered.toByteArray());
            gathered.reset();
        }
    }

    private void put(byte[] bytes) {
        socket.writeBytes(bytes);
        room -= bytes.length;
    }
}
