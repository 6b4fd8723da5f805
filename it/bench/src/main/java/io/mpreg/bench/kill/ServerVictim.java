package io.mpreg.bench.kill;

import io.mpreg.bench.server.Application;
import io.mpreg.bench.server.NodeSpec;
import io.mpreg.bench.server.Product;
import io.mpreg.bench.server.RunningNode;
import io.mpreg.bench.server.Servers;
import io.mpreg.client.MpregClients;
import io.mpreg.client.RemoteMpregClient;
import io.mpreg.client.RemoteOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** An application server; its client is in this process. */
final class ServerVictim implements Victim {

    private static final int PORT = 9580;
    private static final int WORK_MS = 1_500;

    private final Servers servers;
    private final Product product;
    private final Path data;

    ServerVictim(Servers servers, Product product, Path data) {
        this.servers = servers;
        this.product = product;
        this.data = data;
    }

    @Override
    public void live(Books books, Random random) throws Exception {
        RunningNode node =
                servers.start(
                        new NodeSpec(
                                product,
                                "kill",
                                "a",
                                Servers.freePort(PORT),
                                servers.folder("kill-server"),
                                data,
                                Map.of(),
                                Set.of(Application.MPREG)));
        try (RemoteMpregClient client =
                MpregClients.connect(
                        RemoteOptions.to(node.spec().webSocket()).application("bench"))) {
            Life life = new Life(client.queues(), books, books.next(), random.nextLong());
            life.recover();
            Thread sender = new Thread(() -> work(life), "sender");
            sender.start();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(WORK_MS));
            servers.kill(node);
            life.end();
            sender.join();
        } finally {
            servers.stop(node);
        }
    }

    private static void work(Life life) {
        try {
            life.work();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
