package io.mpreg.client;

import io.mpreg.wire.bin.BinaryWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * Makes frames of a client: masks the payload in place, with a key that nobody can foresee, and
 * puts the head before it.
 *
 * <p><b>Threads.</b> Belongs to the one who writes.
 */
final class Masks {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int KEY_BYTES = 4;
    private static final int STOCK = 1024;

    private final SecureRandom random = new SecureRandom();
    private final byte[] keys = new byte[STOCK];
    private int used = STOCK;

    /** The whole frame of a payload, which is changed. */
    ByteBuffer seal(int opcode, BinaryWriter payload) {
        byte[] array = payload.array();
        int size = payload.size();
        int key = key();
        int at = WebSocketFrame.HEAD - KEY_BYTES;
        INTS.set(array, at, key);
        mask(array, WebSocketFrame.HEAD, WebSocketFrame.HEAD + size, key);
        if (size < WebSocketFrame.SHORT) {
            array[--at] = (byte) (WebSocketFrame.MASKED | size);
        } else if (size < 1 << Short.SIZE) {
            at = length(array, at, size, Short.BYTES, WebSocketFrame.SHORT);
        } else {
            at = length(array, at, size, Long.BYTES, WebSocketFrame.LONG);
        }
        array[--at] = (byte) (WebSocketFrame.FINAL | opcode);
        return ByteBuffer.wrap(array, at, WebSocketFrame.HEAD + size - at);
    }

    private static int length(byte[] array, int end, int size, int bytes, int sign) {
        int at = end;
        for (int i = 0; i < bytes; i++) {
            array[--at] = (byte) ((long) size >>> Byte.SIZE * i);
        }
        array[--at] = (byte) (WebSocketFrame.MASKED | sign);
        return at;
    }

    private int key() {
        if (used == STOCK) {
            random.nextBytes(keys);
            used = 0;
        }
        int key = (int) INTS.get(keys, used);
        used += KEY_BYTES;
        return key;
    }

    private static void mask(byte[] array, int from, int to, int key) {
        long twice = key & 0xFFFF_FFFFL | (long) key << Integer.SIZE;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            LONGS.set(array, at, (long) LONGS.get(array, at) ^ twice);
        }
        for (long rest = twice; at < to; at++) {
            array[at] ^= (byte) rest;
            rest >>>= Byte.SIZE;
        }
    }
}
