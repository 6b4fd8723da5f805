package io.mpreg.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** Starts a server and waits until it is ready. */
    public RunningNode start(NodeSpec spec) throws IOException, InterruptedException {
        Folders.remove(spec.folder());
        Files.createDirectories(spec.folder());
        Files.createDirectories(spec.data());
        Process process = Launcher.of(spec.product(), tree).launch(spec);
        remember(process.pid());
        try {
            new Readiness().await(spec, process.toHandle(), START_LIMIT);
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
