package io.mpreg.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Payload;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.queue.SendReceipt;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.client.MpregClients;
import io.mpreg.client.RemoteMpregClient;
import io.mpreg.client.RemoteOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Java clients exchange over whatever carries their connections. */
@ExtendWith(ArquillianExtension.class)
public abstract class TrafficContract {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MESSAGES = 3_000;

    private static RemoteMpregClient connect() {
        return MpregClients.connect(
                RemoteOptions.to(Node.webSocket()).timeout(LIMIT).patience(LIMIT));
    }

    private static Payload payload(int seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[random.nextInt(1 << 5 + random.nextInt(11))];
        random.nextBytes(bytes);
        return new Payload("application/octet-stream", bytes);
    }

    @Test
    void carryDurableMessagesInOrder() throws Exception {
        BlockingQueue<Payload> got = new ArrayBlockingQueue<>(MESSAGES);
        try (RemoteMpregClient sender = connect();
                RemoteMpregClient receiver = connect()) {
            sender.queues().create(QueueSpec.named("traffic"));
            receiver.queues()
                    .<Payload>consume(
                            ConsumerSpec.of("traffic").prefetch(200),
                            Payload.class,
                            delivery -> {
                                got.add(delivery.payload());
                                delivery.ack();
                            });
            List<CompletableFuture<SendReceipt>> receipts = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                CompletionStage<SendReceipt> sent =
                        sender.queues().sendAsync("traffic", QueueMessage.of(payload(i)));
                receipts.add(sent.toCompletableFuture());
            }
            CompletableFuture.allOf(receipts.toArray(CompletableFuture<?>[]::new))
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(got.poll(LIMIT.toSeconds(), TimeUnit.SECONDS))
                        .as("message %d", i)
                        .isEqualTo(payload(i));
            }
        }
    }

    @Test
    void carryCallsAsWell() {
        try (RemoteMpregClient caller = connect();
                RemoteMpregClient provider = connect()) {
            provider.rpc().register(FunctionSpec.named("traffic.echo"), call -> call.args().get(0));
            for (int i = 0; i < 100; i++) {
                assertThat(caller.rpc().call("traffic.echo", i).as(Integer.class)).isEqualTo(i);
            }
        }
    }
}
