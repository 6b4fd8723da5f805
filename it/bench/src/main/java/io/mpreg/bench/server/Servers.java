package io.mpreg.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts servers and remembers them by their process ids, until they are stopped. */
public final class Servers {

    private static final Duration START_LIMIT = Duration.ofSeconds(180);

    private final BuildTree tree;

    public Servers(Path root) {
        this.tree = new BuildTree(root);
    }

    /** The folder in which a node of that name lives. */
    public Path folder(String node) {
        return tree.servers().resolve(node);
    }

    /** Starts a server and waits until it is ready. */
    public RunningNode start(NodeSpec spec) throws IOException, InterruptedException {
        Folders.remove(spec.folder());
        Files.createDirectories(spec.folder());
        Files.createDirectories(spec.data());
        Process process = Launcher.of(spec.product(), tree).launch(spec);
        remember(process.pid());
        try {
            new Readiness().await(spec, process, START_LIMIT);
        } catch (IOException e) {
            RunningNode.stop(process.pid());
            forget(process.pid());
            throw e;
        }
        return new RunningNode(spec, javaProcess(process));
    }

    /** The server itself: the scripts that start it may stay in between. */
    private static long javaProcess(Process script) {
        return script.descendants()
                .filter(p -> p.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElse(script.toHandle())
                .pid();
    }

    /** Stops a server that this started. */
    public void stop(RunningNode node) throws IOException, InterruptedException {
        node.stop();
        forget(node.pid());
    }

    /** Stops everything that was started and not stopped, and returns how many there were. */
    public int stopAll() throws IOException, InterruptedException {
        List<String> pids = remembered();
        for (String pid : pids) {
            RunningNode.stop(Long.parseLong(pid));
        }
        Files.deleteIfExists(record());
        return pids.size();
    }

    /** A free port, beginning the search at a wanted one. */
    public static int freePort(int wanted) throws IOException {
        for (int port = wanted; port < wanted + 100; port++) {
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (java.net.BindException e) {
                continue; // taken: the next one
            }
        }
        throw new IOException("no free port from " + wanted + " to " + (wanted + 99));
    }

    private Path record() {
        return tree.servers().resolve("pids");
    }

    private List<String> remembered() throws IOException {
        return Files.exists(record())
                ? new ArrayList<>(Files.readAllLines(record()))
                : new ArrayList<>();
    }

    private void remember(long pid) throws IOException {
        List<String> pids = remembered();
        pids.add(Long.toString(pid));
        Files.createDirectories(record().getParent());
        Files.write(record(), pids);
    }

    private void forget(long pid) throws IOException {
        List<String> pids = remembered();
        pids.remove(Long.toString(pid));
        Files.write(record(), pids);
    }
}
