package io.mpreg.bench.fuzz;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * A WebSocket whose frames are written as they are asked for, right or wrong. <b>Not</b> safe for
 * use by several threads but for one that sends and one that reads.
 */
final class RawSocket implements AutoCloseable {

    /** What {@link #drain} returns for a connection that ended without a close frame. */
    static final int NO_CODE = 1006;

    /** What {@link #drain} returns for a connection on which nothing came for long. */
    static final int NEVER = 0;

    static final int TEXT = 1;
    static final int BINARY = 2;

    private static final int CLOSE = 8;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int SHORT = 126;
    private static final int LONG = 127;
    private static final int TIMEOUT_MS = 30_000;
    private static final int LOOPBACKS = 200;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final BufferedOutputStream out;

    /** Connects from one of many loopback addresses: one has too few ports for all connections. */
    RawSocket(int port, String subprotocol, Random random) throws IOException {
        byte[] from = {127, 0, 1, (byte) (1 + random.nextInt(LOOPBACKS))};
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        out.write(
                ("GET /mpreg/ws HTTP/1.1\r\nHost: 127.0.0.1:"
                                + port
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: "
                                + subprotocol
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        String status = line();
        if (!status.contains(" 101 ")) {
            socket.close();
            throw new IOException("the handshake was answered with " + status);
        }
        while (!line().isEmpty()) {
            continue; // headers
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the handshake was not answered");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Writes a frame; it goes out with {@link #flush} at the latest. */
    void write(int opcode, byte[] payload) throws IOException {
        header(FINAL | opcode, payload.length);
        out.write(payload);
    }

    /** Writes bytes that are no frame, most likely. */
    void writeRaw(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    void flush() throws IOException {
        out.flush();
    }

    /** Nothing more is going to be written. */
    void finish() throws IOException {
        out.flush();
        socket.shutdownOutput();
    }

    /* A mask of zeros leaves the payload as it is. */
    private void header(int first, int length) throws IOException {
        out.write(first);
        if (length < SHORT) {
            out.write(MASKED | length);
        } else if (length < 1 << 16) {
            out.write(MASKED | SHORT);
            out.write(length >> 8);
            out.write(length);
        } else {
            out.write(MASKED | LONG);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) length >> shift));
            }
        }
        out.write(new byte[4]);
    }

    /** Reads what comes until the connection ends; the code with which the server closed it. */
    int drain() {
        try {
            while (true) {
                int opcode = in.readUnsignedByte() & 0xF;
                long length = in.readUnsignedByte() & 0x7F;
                if (length == SHORT) {
                    length = in.readUnsignedShort();
                } else if (length == LONG) {
                    length = in.readLong();
                }
                if (opcode == CLOSE) {
                    return length >= 2 ? in.readUnsignedShort() : NO_CODE;
                }
                in.skipNBytes(length);
            }
        } catch (SocketTimeoutException e) {
            return NEVER;
        } catch (IOException e) {
            return NO_CODE;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
