package io.mpreg.bench.peer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * One connection in the text protocol of NATS that does nothing but what a benchmark needs, with
 * large buffers: publish without waiting, and count what comes.
 *
 * <p><b>Threads.</b> One publishes; what comes is read on a thread of its own.
 */
public final class NatsPipe implements AutoCloseable {

    private static final int BUFFER = 256 << 10;
    private static final byte[] END = {'\r', '\n'};

    private final Socket socket;
    private final OutputStream out;
    private final LineInput in;
    private final Arrival arrival;
    private final Thread reader;

    /** What is told of each message. */
    @FunctionalInterface
    public interface Arrival {

        /**
         * A message came.
         *
         * @param subscription the number of the subscription
         */
        void message(int subscription);
    }

    /** Connects. */
    public NatsPipe(String url, Arrival arrival) throws IOException {
        URI address = URI.create(url);
        socket = new Socket(address.getHost(), address.getPort());
        socket.setTcpNoDelay(true);
        out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
        in = new LineInput(socket.getInputStream(), BUFFER);
        this.arrival = arrival;
        in.line();
        write("CONNECT {\"verbose\":false,\"pedantic\":false,\"protocol\":1}\r\n");
        roundTrip();
        reader = new Thread(this::read, "nats");
        reader.setDaemon(true);
    }

    /** Subscribes; to be called before {@link #listen}. */
    public void subscribe(String subject, int subscription) throws IOException {
        write("SUB " + subject + " " + subscription + "\r\n");
        roundTrip();
    }

    /** Begins to read messages. */
    public void listen() {
        reader.start();
    }

    /** The head of messages on a subject. */
    public static byte[] head(String subject, int bytes) {
        return ("PUB " + subject + " " + bytes + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Publishes; the message may wait for {@link #flush}. */
    public void publish(byte[] head, byte[] payload) throws IOException {
        out.write(head);
        out.write(payload);
        out.write(END);
    }

    /** Sends what waits. */
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void roundTrip() throws IOException {
        write("PING\r\n");
        while (!in.line().startsWith("PONG")) {
            continue;
        }
    }

    private synchronized void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private void read() {
        try {
            while (true) {
                String line = in.line();
                if (line.startsWith("MSG ")) {
                    // MSG <subject> <subscription> <bytes>
                    String[] words = line.split(" ");
                    in.skip(Integer.parseInt(words[words.length - 1].trim()) + END.length);
                    arrival.message(Integer.parseInt(words[2]));
                } else if (line.startsWith("PING")) {
                    socket.getOutputStream().write("PONG\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // The connection was closed.
            return;
        }
    }
}
