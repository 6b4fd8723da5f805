package io.mpreg.bench.pubsub;

import io.mpreg.bench.peer.NatsPipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Through a NATS server. */
final class NatsCarrier implements Carrier {

    private static final String TOPIC = "bench.orders.created";
    private static final String PATTERN = "bench.*.created";

    private final List<NatsPipe> subscribers = new ArrayList<>();
    private final NatsPipe publisher;
    private final byte[] head;
    private final byte[] payload;

    NatsCarrier(String url, int bytes, int connections, int each, Tally tally) throws IOException {
        for (int c = 0; c < connections; c++) {
            NatsPipe pipe = new NatsPipe(url, tally::received);
            for (int s = 0; s < each; s++) {
                pipe.subscribe(PATTERN, c * each + s);
            }
            pipe.listen();
            subscribers.add(pipe);
        }
        publisher = new NatsPipe(url, subscription -> {});
        publisher.listen();
        head = NatsPipe.head(TOPIC, bytes);
        payload = new byte[bytes];
        java.util.Arrays.fill(payload, (byte) 'x');
    }

    @Override
    public void publish() throws IOException {
        publisher.publish(head, payload);
    }

    @Override
    public void flush() throws IOException {
        publisher.flush();
    }

    @Override
    public void close() throws IOException {
        publisher.close();
        for (NatsPipe pipe : subscribers) {
            pipe.close();
        }
    }
}
