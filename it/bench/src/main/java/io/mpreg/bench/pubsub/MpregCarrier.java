package io.mpreg.bench.pubsub;

import io.mpreg.api.Payload;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.client.MpregClients;
import io.mpreg.client.RemoteMpregClient;
import io.mpreg.client.RemoteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Through a node over WebSocket, with the Java client. */
final class MpregCarrier implements Carrier {

    private static final String TOPIC = "bench.orders.created";
    private static final String PATTERN = "bench.*.created";
    private static final long PAUSE_NS = 20_000;

    private final List<RemoteMpregClient> clients = new ArrayList<>();
    private final RemoteMpregClient publisher;
    private final Publication publication;

    /**
     * @param connections how many connections subscribe
     * @param each how many subscriptions each has
     */
    MpregCarrier(String url, int bytes, int connections, int each, Tally tally) {
        for (int c = 0; c < connections; c++) {
            RemoteMpregClient client = connect(url, "subscriber");
            for (int s = 0; s < each; s++) {
                int receiver = c * each + s;
                client.topics()
                        .subscribe(
                                SubscriptionSpec.of(PATTERN).onSlow(SlowConsumerPolicy.DROP_NEWEST),
                                Payload.class,
                                message -> tally.received(receiver));
            }
        }
        publisher = connect(url, "publisher");
        // A text in JSON has two quotes around it.
        publication = Publication.on(TOPIC).payload("x".repeat(Math.max(0, bytes - 2)));
    }

    private RemoteMpregClient connect(String url, String application) {
        RemoteMpregClient client =
                MpregClients.connect(RemoteOptions.to(url).application(application));
        clients.add(client);
        return client;
    }

    @Override
    public void publish() {
        // Refused at once: the connection is the bottleneck, and what waits for it has to go first.
        while (send().isCompletedExceptionally()) {
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private CompletableFuture<PublishReceipt> send() {
        return publisher.topics().publishAsync(publication).toCompletableFuture();
    }

    @Override
    public void flush() {
        // The client sends at once, and gathers while it is sending.
    }

    @Override
    public void close() {
        clients.forEach(RemoteMpregClient::close);
    }
}
