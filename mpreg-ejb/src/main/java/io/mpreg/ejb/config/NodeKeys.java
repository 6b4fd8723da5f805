package io.mpreg.ejb.config;

import io.mpreg.ejb.executor.WorkerSettings;
import io.mpreg.engine.node.NodeIdentity;
import java.io.File;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The keys that say who a node is and what it may use. */
final class NodeKeys {

    private static final int NAME_LENGTH = 64;

    private final Keys keys;

    NodeKeys(Keys keys) {
        this.keys = keys;
    }

    NodeIdentity identity() {
        String node = keys.name("mpreg.node.id", hostName());
        String cluster = keys.name("mpreg.node.cluster", "default");
        return new NodeIdentity(node, cluster);
    }

    /** Below the server's own data where it says where that is, else below its working folder. */
    Path data() {
        String server = System.getProperty("jboss.server.data.dir");
        String preset = server == null ? "mpreg-data" : server + File.separator + "mpreg";
        String text = keys.text("mpreg.node.data-dir", preset);
        try {
            return Path.of(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            keys.problem("mpreg.node.data-dir = '" + text + "' is not valid, it takes a folder");
            return Path.of(preset).toAbsolutePath();
        }
    }

    WorkerSettings workers() {
        WorkerSettings preset = WorkerSettings.defaults();
        int threads = keys.number("mpreg.node.threads", preset.threads(), 1, 10_000);
        int most =
                keys.number(
                        "mpreg.node.max-threads",
                        Math.max(threads, preset.maxThreads()),
                        1,
                        10_000);
        int waiting = keys.number("mpreg.node.max-waiting", preset.maxWaiting(), 1, 10_000_000);
        if (most < threads) {
            keys.problem(
                    "mpreg.node.max-threads = '"
                            + most
                            + "' is not valid, it takes at least mpreg.node.threads, "
                            + threads);
            return preset;
        }
        return new WorkerSettings(threads, most, waiting);
    }

    private static String hostName() {
        try {
            String clean = InetAddress.getLocalHost().getHostName().replaceAll("[^\\w-]", "-");
            return clean.substring(0, Math.min(NAME_LENGTH, clean.length()));
        } catch (UnknownHostException e) {
            return "node";
        }
    }
}
