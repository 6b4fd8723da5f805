package io.mpreg.bench.peer;

import io.mpreg.bench.server.Servers;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@code nats-server} from the PATH, with its defaults, on a loopback port. */
public final class NatsServer implements AutoCloseable {

    private static final int PORT = 14_222;
    private static final long START_LIMIT_NS = TimeUnit.SECONDS.toNanos(10);

    private final Process process;
    private final int port;

    private NatsServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The binary, if it is installed. */
    public static Optional<Path> binary() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "nats-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts one and waits until it takes connections. */
    public static NatsServer start(Path binary) throws IOException, InterruptedException {
        return start(binary, List.of());
    }

    /**
     * Starts one with JetStream, which keeps its streams in a folder.
     *
     * @param forced whether it forces every message to the disk before it confirms it; by default
     *     it does so every two minutes
     */
    public static NatsServer withStreams(Path binary, Path folder, boolean forced)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path file = folder.resolve("server.conf");
        Files.writeString(
                file,
                "jetstream {\n  store_dir: \""
                        + folder
                        + "\"\n"
                        + (forced ? "  sync_interval: always\n" : "")
                        + "}\n");
        return start(binary, List.of("-c", file.toString()));
    }

    private static NatsServer start(Path binary, List<String> more)
            throws IOException, InterruptedException {
        int port = Servers.freePort(PORT);
        List<String> line = new ArrayList<>();
        line.addAll(List.of(binary.toString(), "-a", "127.0.0.1", "-p", Integer.toString(port)));
        line.addAll(more);
        Process process =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        long end = System.nanoTime() + START_LIMIT_NS;
        while (!answers(port)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroy();
                throw new IOException("nats-server does not take connections on port " + port);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return new NatsServer(process, port);
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where clients connect. */
    public String url() {
        return "nats://127.0.0.1:" + port;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
