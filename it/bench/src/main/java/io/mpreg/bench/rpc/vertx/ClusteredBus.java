package io.mpreg.bench.rpc.vertx;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import io.mpreg.bench.rpc.CallPeer;
import io.mpreg.bench.server.Servers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Two members of a cluster of Vert.x, which Hazelcast holds together; one calls, the other answers
 * on its event loop. With the defaults of Vert.x, bound to loopback.
 */
public final class ClusteredBus implements CallPeer {

    private static final String ADDRESS = "bench.echo";
    private static final int PORT = 15_701;
    private static final long START_S = 60;

    private Vertx caller;
    private Vertx provider;
    private Buffer argument;

    @Override
    public void start(int bytes) throws Exception {
        argument = Buffer.buffer("x".repeat(bytes));
        int first = Servers.freePort(PORT);
        int second = Servers.freePort(first + 1);
        provider = await(member(first, second));
        caller = await(member(second, first));
        await(
                provider.eventBus()
                        .<Buffer>consumer(ADDRESS, message -> message.reply(message.body()))
                        .completion());
    }

    private static Future<Vertx> member(int port, int other) throws IOException {
        Config config = new Config().setProperty("hazelcast.logging.type", "none");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        NetworkConfig network = config.getNetworkConfig();
        network.setPort(port).setPortAutoIncrement(false).setReuseAddress(true);
        network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = network.getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig()
                .setEnabled(true)
                .addMember("127.0.0.1:" + port)
                .addMember("127.0.0.1:" + other);
        EventBusOptions bus =
                new EventBusOptions()
                        .setHost("127.0.0.1")
                        .setPort(Servers.freePort(port + 1_000))
                        .setClusterPublicHost("127.0.0.1");
        return Vertx.builder()
                .with(new io.vertx.core.VertxOptions().setEventBusOptions(bus))
                .withClusterManager(new HazelcastClusterManager(config))
                .buildClustered();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(START_S, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> call() {
        return caller.eventBus().request(ADDRESS, argument).toCompletionStage();
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of(
                "client", "event bus of two clustered members, Vert.x 5.0.7 with Hazelcast",
                "server", "none; both members in one process, over TCP");
    }

    @Override
    public void close() throws Exception {
        await(caller.close());
        await(provider.close());
    }
}
