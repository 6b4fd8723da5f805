package io.mpreg.bench.pubsub;

import io.mpreg.bench.peer.LineInput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Through a Redis server, with its own protocol over plain sockets. */
final class RedisCarrier implements Carrier {

    private static final int BUFFER = 256 << 10;
    private static final String TOPIC = "bench.orders.created";
    private static final int ARRAY_HEADER = 1;

    private final List<Socket> sockets = new ArrayList<>();
    private final OutputStream publisher;
    private final byte[] command;

    RedisCarrier(int port, int bytes, int connections, int each, Tally tally) throws IOException {
        for (int c = 0; c < connections; c++) {
            Socket socket = connect(port);
            LineInput in = new LineInput(socket.getInputStream(), BUFFER);
            for (int s = 0; s < each; s++) {
                socket.getOutputStream().write(command("PSUBSCRIBE", pattern(s)));
                // An array of three: the word, the pattern, and the number of subscriptions.
                for (int line = 0; line < ARRAY_HEADER + 2 + 2 + 1; line++) {
                    in.line();
                }
            }
            int first = c * each;
            reader(() -> count(in, tally, first, each));
        }
        Socket socket = connect(port);
        publisher = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
        command = command("PUBLISH", TOPIC, "x".repeat(bytes));
        LineInput replies = new LineInput(socket.getInputStream(), BUFFER);
        reader(() -> ignore(replies));
    }

    /* A connection gets a message once for each pattern: they all match, and all differ. */
    private static String pattern(int number) {
        String first = number % 2 == 0 ? "bench." : "benc?.";
        return first + "?".repeat(number / 2) + "*.created";
    }

    private Socket connect(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        return socket;
    }

    private static byte[] command(String... words) {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void reader(Reading reading) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                reading.read();
                            } catch (IOException e) {
                                // The connection was closed.
                                return;
                            }
                        },
                        "redis");
        thread.setDaemon(true);
        thread.start();
    }

    private static void count(LineInput in, Tally tally, int first, int each) throws IOException {
        int next = 0;
        while (true) {
            in.line();
            for (int i = 0; i < 4; i++) {
                int length = Integer.parseInt(in.line().trim().substring(1));
                in.skip(length + 2);
            }
            tally.received(first + next);
            next = (next + 1) % each;
        }
    }

    private static void ignore(LineInput in) throws IOException {
        while (true) {
            in.line();
        }
    }

    @Override
    public void publish() throws IOException {
        publisher.write(command);
    }

    @Override
    public void flush() throws IOException {
        publisher.flush();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private interface Reading {
        void read() throws IOException;
    }
}
