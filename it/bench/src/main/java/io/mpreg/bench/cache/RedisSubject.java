package io.mpreg.bench.cache;

import io.mpreg.bench.server.Servers;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@code redis-server} from the PATH on loopback, spoken to in batches of commands. */
final class RedisSubject implements Subject {

    private static final int PORT = 16_379;
    private static final int PIPELINE = 100;
    private static final long START_LIMIT_NS = TimeUnit.SECONDS.toNanos(10);

    private final Process process;
    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;

    RedisSubject(Path binary) throws IOException, InterruptedException {
        int port = Servers.freePort(PORT);
        process =
                new ProcessBuilder(
                                binary.toString(),
                                "--port",
                                Integer.toString(port),
                                "--bind",
                                "127.0.0.1",
                                "--save",
                                "",
                                "--appendonly",
                                "no")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        socket = connected(port);
        socket.setTcpNoDelay(true);
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    /** The binary, if it is installed. */
    static Optional<Path> binary() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Socket connected(int port) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_LIMIT_NS;
        while (true) {
            try {
                return new Socket("127.0.0.1", port);
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    process.destroy();
                    throw new IOException("redis-server takes no connections on " + port, e);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    @Override
    public long run(Access access, int from, int to) throws IOException {
        long found = 0;
        for (int first = from; first < to; first += PIPELINE) {
            int end = Math.min(to, first + PIPELINE);
            for (int i = first; i < end; i++) {
                int pick = access.picks()[i];
                byte[] key = access.keys()[pick].getBytes(StandardCharsets.US_ASCII);
                if (i % Access.WRITE_EVERY == 0) {
                    command("SET", key, access.values()[pick].bytes());
                } else {
                    command("GET", key);
                }
            }
            out.flush();
            for (int i = first; i < end; i++) {
                boolean there = reply();
                found += there && i % Access.WRITE_EVERY != 0 ? 1 : 0;
            }
        }
        return found;
    }

    private void command(String name, byte[]... arguments) throws IOException {
        out.write(("*" + (arguments.length + 1) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        bulk(name.getBytes(StandardCharsets.US_ASCII));
        for (byte[] argument : arguments) {
            bulk(argument);
        }
    }

    private void bulk(byte[] text) throws IOException {
        out.write(("$" + text.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(text);
        out.write('\r');
        out.write('\n');
    }

    /** Reads a reply; whether it holds something. */
    private boolean reply() throws IOException {
        int type = in.read();
        String line = line();
        if (type == '$') {
            int length = Integer.parseInt(line);
            if (length >= 0) {
                in.skipNBytes(length + 2L);
            }
            return length >= 0;
        }
        if (type == '+') {
            return true;
        }
        throw new IOException("redis-server answered " + (char) type + line);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\r'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("redis-server closed the connection");
            }
            line.append((char) c);
        }
        in.skipNBytes(1);
        return line.toString();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        socket.close();
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
