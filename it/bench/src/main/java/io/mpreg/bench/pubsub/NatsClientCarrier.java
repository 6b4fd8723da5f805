package io.mpreg.bench.pubsub;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Through a NATS server with the Java client of its makers, as applications use it. */
final class NatsClientCarrier implements Carrier {

    // The server is shared with the bare client.
    private static final String TOPIC = "bench.orders.updated";
    private static final String PATTERN = "bench.*.updated";

    private final List<Connection> connections = new ArrayList<>();
    private final Connection publisher;
    private final byte[] payload;

    NatsClientCarrier(String url, int bytes, int subscribing, int each, Tally tally)
            throws Exception {
        for (int c = 0; c < subscribing; c++) {
            Connection connection = connect(url);
            Dispatcher dispatcher = connection.createDispatcher();
            for (int s = 0; s < each; s++) {
                int receiver = c * each + s;
                dispatcher.subscribe(PATTERN, message -> tally.received(receiver));
            }
            connection.flush(null);
        }
        publisher = connect(url);
        payload = new byte[bytes];
        Arrays.fill(payload, (byte) 'x');
    }

    private Connection connect(String url) throws IOException, InterruptedException {
        Connection connection = Nats.connect(Options.builder().server(url).build());
        connections.add(connection);
        return connection;
    }

    @Override
    public void publish() {
        publisher.publish(TOPIC, payload);
    }

    @Override
    public void flush() {
        // A thread of the client sends what gathers.
    }

    @Override
    public void close() throws InterruptedException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
