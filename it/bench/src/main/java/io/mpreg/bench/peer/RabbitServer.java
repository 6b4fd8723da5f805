package io.mpreg.bench.peer;

import io.mpreg.bench.server.Servers;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A {@code rabbitmq-server} from the PATH, with its defaults and no plugins, on loopback ports and
 * over a folder of its own.
 */
public final class RabbitServer implements AutoCloseable {

    /**
     * What the script of Debian's package calls as another user, who may not write to the folder.
     */
    private static final Path PACKAGED = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

    private static final int PORT = 15_672;
    private static final int NAMES_PORT = 14_369;
    private static final long START_LIMIT_NS = TimeUnit.SECONDS.toNanos(90);
    private static final long STOP_S = 20;

    private final Process process;
    private final Map<String, String> environment;
    private final int port;

    private RabbitServer(Process process, Map<String, String> environment, int port) {
        this.process = process;
        this.environment = environment;
        this.port = port;
    }

    /** The binary, if it is installed. */
    public static Optional<Path> binary() {
        return onPath().map(found -> Files.isExecutable(PACKAGED) ? PACKAGED : found);
    }

    private static Optional<Path> onPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "rabbitmq-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts one over an empty folder and waits until it takes connections. */
    public static RabbitServer start(Path binary, Path folder)
            throws IOException, InterruptedException {
        int port = Servers.freePort(PORT);
        Path plugins = Files.writeString(folder.resolve("enabled_plugins"), "[].\n");
        Map<String, String> environment =
                Map.ofEntries(
                        Map.entry("HOME", folder.toString()),
                        Map.entry("RABBITMQ_NODENAME", "bench" + port + "@localhost"),
                        Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
                        Map.entry("RABBITMQ_NODE_PORT", Integer.toString(port)),
                        Map.entry("RABBITMQ_DIST_PORT", "" + Servers.freePort(port + 1)),
                        Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString()),
                        Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
                        Map.entry("RABBITMQ_PID_FILE", folder.resolve("pid").toString()),
                        Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", plugins.toString()),
                        Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                        Map.entry("ERL_EPMD_PORT", "" + Servers.freePort(NAMES_PORT)));
        ProcessBuilder builder =
                new ProcessBuilder(binary.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("console.log").toFile());
        builder.environment().putAll(environment);
        RabbitServer server = new RabbitServer(builder.start(), environment, port);
        long end = System.nanoTime() + START_LIMIT_NS;
        while (!answers(port)) {
            if (!server.process.isAlive() || System.nanoTime() > end) {
                server.close();
                throw new IOException("rabbitmq-server does not start, see " + folder);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return server;
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where it listens on the loopback interface. */
    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        // The script waits for the server, which stops when it is asked to.
        process.descendants()
                .filter(child -> child.info().command().orElse("").endsWith("beam.smp"))
                .forEach(ProcessHandle::destroy);
        if (!process.waitFor(STOP_S, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        // Erlang's register of names is a process of its own that would stay.
        ProcessBuilder names =
                new ProcessBuilder("epmd", "-kill")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        names.environment().putAll(environment);
        names.start().waitFor();
    }
}
