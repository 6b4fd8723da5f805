package io.mpreg.bench.queue;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.util.concurrent.atomic.AtomicLong;

/** A work queue stream of JetStream in a file, a connection to send and one to consume. */
final class JetStreamBroker implements Broker {

    private static final String SUBJECT = "bench";
    private static final int UNACKNOWLEDGED = 10_000;

    private final Connection sending;
    private final Connection receiving;
    private final JetStream stream;
    private final byte[] payload;

    JetStreamBroker(String url, int bytes, AtomicLong acknowledged) throws Exception {
        payload = new byte[bytes];
        sending = connect(url);
        receiving = connect(url);
        sending.jetStreamManagement()
                .addStream(
                        StreamConfiguration.builder()
                                .name(SUBJECT)
                                .subjects(SUBJECT)
                                .storageType(StorageType.File)
                                .retentionPolicy(RetentionPolicy.WorkQueue)
                                .build());
        stream = sending.jetStream();
        Dispatcher dispatcher = receiving.createDispatcher();
        receiving
                .jetStream()
                .subscribe(
                        SUBJECT,
                        dispatcher,
                        message -> {
                            message.ack();
                            acknowledged.incrementAndGet();
                        },
                        false,
                        PushSubscribeOptions.builder()
                                .configuration(
                                        ConsumerConfiguration.builder()
                                                .durable(SUBJECT)
                                                .ackPolicy(AckPolicy.Explicit)
                                                .maxAckPending(UNACKNOWLEDGED)
                                                .build())
                                .build());
    }

    private static Connection connect(String url) throws Exception {
        return Nats.connect(Options.builder().server(url).maxMessagesInOutgoingQueue(0).build());
    }

    @Override
    public void send(Confirmation confirmation) {
        stream.publishAsync(SUBJECT, payload)
                .whenComplete(
                        (ack, failure) -> {
                            if (failure == null) {
                                confirmation.confirmed();
                            } else {
                                confirmation.failed(failure);
                            }
                        });
    }

    @Override
    public void close() throws InterruptedException {
        sending.close();
        receiving.close();
    }
}
