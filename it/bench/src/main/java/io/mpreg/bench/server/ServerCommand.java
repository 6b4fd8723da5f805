package io.mpreg.bench.server;

import io.mpreg.bench.Options;
import io.mpreg.bench.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code it/bench/server start|stop}. */
public final class ServerCommand {

    private static final int FIRST_PORT = 9080;

    private ServerCommand() {}

    public static void main(String[] args) throws InterruptedException {
        System.exit(run(Path.of(args[0]), List.of(args).subList(1, args.length)));
    }

    private static int run(Path root, List<String> args) throws InterruptedException {
        try {
            Options options =
                    Options.parse(
                            args, Set.of("--on", "--nodes", "--clusters"), Set.of("--secure"));
            Servers servers = new Servers(root);
            switch (String.join(" ", options.words())) {
                case "start" -> start(servers, options);
                case "stop" -> System.err.println("stopped " + servers.stopAll() + " server(s)");
                default -> throw new UsageException("either start or stop is needed");
            }
            return 0;
        } catch (UsageException e) {
            System.err.println("server: " + e.getMessage());
            System.err.println(
                    "usage: it/bench/server start [--on liberty|wildfly] [--nodes n] [--clusters"
                            + " a,b,c] [--secure] [--set key=value ...]");
            System.err.println("       it/bench/server stop");
            return 2;
        } catch (IOException e) {
            System.err.println("server: " + e.getMessage());
            return 1;
        }
    }

    private static void start(Servers servers, Options options)
            throws IOException, InterruptedException {
        refuseWhatIsToCome(options);
        Product product = Product.of(options.value("--on").orElse("liberty"));
        Map<String, String> settings = new LinkedHashMap<>(options.settings());
        String data = settings.remove("data");
        int wanted = options.number("port", FIRST_PORT);
        settings.remove("port");
        for (String key : settings.keySet()) {
            if (!key.startsWith("mpreg.")) {
                throw new UsageException(
                        "--set takes data, port and keys that begin with 'mpreg.', not '"
                                + key
                                + "'");
            }
        }
        if (options.flags().contains("--secure")) {
            settings.put(NodeSpec.SECURED, "true");
        }
        String cluster = options.value("--clusters").orElse("a");
        Path folder = servers.folder("n1");
        NodeSpec spec =
                new NodeSpec(
                        product,
                        "n1",
                        cluster,
                        Servers.freePort(wanted),
                        folder,
                        data == null ? folder.resolve("data") : Path.of(data).toAbsolutePath(),
                        settings,
                        Set.of(Application.MPREG, Application.SAMPLE));
        System.err.println("starting " + product.label() + " at " + spec.http() + " ...");
        RunningNode node = servers.start(spec);
        System.out.println(node.line());
        System.err.println("the earthquake desk: " + spec.http() + "/desk/");
        System.err.println("stop with: it/bench/server stop");
    }

    private static void refuseWhatIsToCome(Options options) {
        if (!options.value("--nodes").orElse("1").equals("1")) {
            throw new UsageException("--nodes: several nodes are not there yet, only 1");
        }
        if (options.value("--clusters").orElse("a").contains(",")) {
            throw new UsageException("--clusters: several clusters are not there yet, name one");
        }
    }
}
