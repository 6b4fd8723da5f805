package io.mpreg.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts servers and remembers them by their process ids, until they are stopped. */
public final class Servers {

    private static final Duration START_LIMIT = Duration.ofSeconds(180);

    private static final long POLL_MS = 200;

    private final BuildTree tree;
    private final Map<Long, Integer> redeployments = new HashMap<>();

    public Servers(Path root) {
        this.tree = new BuildTree(root);
    }

    /** The folder in which a node of that name lives. */
    public Path folder(String node) {
        return tree.servers().resolve(node);
    }

    /** The same, made anew. */
    public Path fresh(String node) throws IOException {
        Path folder = folder(node);
        Folders.remove(folder);
        return Files.createDirectories(folder);
    }

    /** Starts a server and waits until it is ready. */
    public RunningNode start(NodeSpec spec) throws IOException, InterruptedException {
        Folders.remove(spec.folder());
        Files.createDirectories(spec.folder());
        Files.createDirectories(spec.data());
        Process process = Launcher.of(spec.product(), tree).launch(spec);
        remember(process.toHandle());
        try {
            new Readiness().await(spec, process.toHandle(), START_LIMIT);
        } catch (IOException e) {
            RunningNode.stop(server(process));
            RunningNode.stop(process.toHandle());
            forget(process.pid());
            throw e;
        }
        // A script that stays in between does not pass on the signal that stops a server.
        ProcessHandle server = server(process);
        if (server.pid() != process.pid()) {
            remember(server);
            forget(process.pid());
        }
        return new RunningNode(spec, server.pid());
    }

    private static ProcessHandle server(Process script) {
        return script.descendants()
                .filter(p -> p.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElse(script.toHandle());
    }

    /** Deploys the EAR once more on a running server, and waits until the node answers again. */
    public void redeploy(RunningNode node) throws IOException, InterruptedException {
        Launcher launcher = Launcher.of(node.spec().product(), tree);
        int times = redeployments.merge(node.pid(), 1, Integer::sum);
        launcher.redeploy(node.spec());
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!launcher.redeployed(node.spec(), times)) {
            if (System.nanoTime() > end) {
                throw new IOException(
                        "the server has not taken up the redeployment, see "
                                + node.spec().folder());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        new Readiness().await(node.spec(), ProcessHandle.of(node.pid()).orElseThrow(), START_LIMIT);
    }

    /** Stops a server that this started. */
    public void stop(RunningNode node) throws IOException, InterruptedException {
        node.stop();
        forget(node.pid());
    }

    /**
     * Kills a server that this started, as a loss of its machine would; it still counts as started.
     */
    public void kill(RunningNode node) {
        ProcessHandle.of(node.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Stops everything that was started and not stopped, and returns how many there were. */
    public int stopAll() throws IOException, InterruptedException {
        int stopped = 0;
        for (String line : remembered()) {
            Optional<ProcessHandle> running = running(line);
            if (running.isPresent()) {
                RunningNode.stop(running.get());
                stopped++;
            }
        }
        Files.deleteIfExists(record());
        return stopped;
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

    private void remember(ProcessHandle process) throws IOException {
        List<String> lines = remembered();
        lines.add(process.pid() + " " + startOf(process));
        Files.createDirectories(record().getParent());
        Files.write(record(), lines);
    }

    private void forget(long pid) throws IOException {
        List<String> lines = remembered();
        lines.removeIf(line -> line.startsWith(pid + " "));
        Files.write(record(), lines);
    }

    /* Numbers of processes are used again, so the time of the start has to be the same as well. */
    private static Optional<ProcessHandle> running(String line) {
        String[] parts = line.split(" ", 2);
        return ProcessHandle.of(Long.parseLong(parts[0]))
                .filter(process -> parts.length == 2 && startOf(process).equals(parts[1]));
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }
}
