package io.mpreg.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The other end of one WebSocket, byte by byte. */
public final class RawServer implements AutoCloseable {

    private static final int PATIENCE_MS = 30_000;

    private final ServerSocket listening;
    private Socket socket;
    private DataInputStream in;
    private OutputStream out;
    private String request = "";

    public RawServer() throws IOException {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        listening.setSoTimeout(PATIENCE_MS);
    }

    /** A frame of the client, unmasked. */
    public record Got(int opcode, byte[] payload) {}

    public URI url() {
        return URI.create("ws://localhost:" + listening.getLocalPort() + "/mpreg/ws?a=b");
    }

    public String request() {
        return request;
    }

    /** Takes a connection up to its request. */
    public void accept() throws IOException {
        socket = listening.accept();
        socket.setSoTimeout(PATIENCE_MS);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        request = head.toString();
    }

    /** Agrees to the handshake, and sends some bytes in the same breath. */
    public void agree(String subprotocol, byte[] early) throws Exception {
        Matcher key = Pattern.compile("Sec-WebSocket-Key: (\\S+)").matcher(request);
        key.find();
        byte[] hash =
                MessageDigest.getInstance("SHA-1")
                        .digest(
                                (key.group(1) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                        .getBytes(US_ASCII));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(
                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                                + Base64.getEncoder().encodeToString(hash)
                                + "\r\nSec-WebSocket-Protocol: "
                                + subprotocol
                                + "\r\n\r\n")
                        .getBytes(ISO_8859_1));
        all.writeBytes(early);
        raw(all.toByteArray());
    }

    public void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    public Got next() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        if ((second & 0x80) == 0) {
            throw new IOException("a client must mask");
        }
        long length = second & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
            if (length < 126) {
                throw new IOException("a length must be as short as can be");
            }
        } else if (length == 127) {
            length = in.readLong();
            if (length < 1 << 16) {
                throw new IOException("a length must be as short as can be");
            }
        }
        byte[] key = in.readNBytes(4);
        byte[] payload = in.readNBytes((int) length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= key[i % 4];
        }
        return new Got(first, payload);
    }

    /** A server's frame. */
    public static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(first);
        if (payload.length < 126) {
            all.write(payload.length);
        } else if (payload.length < 1 << 16) {
            all.write(126);
            all.write(payload.length >> 8);
            all.write(payload.length);
        } else {
            all.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                all.write((int) ((long) payload.length >>> shift));
            }
        }
        all.writeBytes(payload);
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        if (socket != null) {
            socket.close();
        }
    }
}
