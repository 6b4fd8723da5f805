package io.mpreg.api.cdi;

import io.mpreg.api.Headers;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.DeliveryListener;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.queue.Refusal;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The queues of a {@link MemoryNode}. */
final class MemoryQueues {

    private static final Ulid ID = Ulid.parse("01ARZ3NDEKTSV4RRFFQ69G5FAV");

    private final MemoryNode node;
    private final List<Filed> filed = new CopyOnWriteArrayList<>();
    private final Set<String> created = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<String> settled = new LinkedBlockingQueue<>();
    private int number;

    MemoryQueues(MemoryNode node) {
        this.node = node;
    }

    Object client(ValueCodec codec, Executor context) {
        return new Client(codec, context);
    }

    ConsumerSpec spec(String queue) {
        return filed.stream()
                .map(Filed::spec)
                .filter(spec -> spec.queue().equals(queue))
                .findFirst()
                .orElseThrow();
    }

    /** Waits for the next settlement and says which it was. */
    String awaitSettlement() throws InterruptedException {
        String next = settled.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was settled");
        }
        return next;
    }

    boolean nothingSettled() {
        return settled.isEmpty();
    }

    void deliver(String queue, Payload payload) {
        for (Filed entry : filed) {
            if (entry.spec().queue().equals(queue)) {
                entry.context().execute(() -> deliver(entry, queue, payload));
            }
        }
    }

    private void deliver(Filed entry, String queue, Payload payload) {
        Attempt attempt = new Attempt(queue, payload);
        try {
            attempt.body = entry.codec().decode(payload, entry.type());
            entry.listener().onDelivery(attempt);
        } catch (Exception e) {
            attempt.nack(String.valueOf(e.getMessage()));
        }
    }

    private record Filed(
            ConsumerSpec spec,
            Type type,
            DeliveryListener<Object> listener,
            ValueCodec codec,
            Executor context) {}

    /** One attempt to deliver. */
    private final class Attempt implements Delivery<Object> {
        private final String queue;
        private final Payload payload;
        private final AtomicBoolean open = new AtomicBoolean(true);
        private Object body = "";

        Attempt(String queue, Payload payload) {
            this.queue = queue;
            this.payload = payload;
        }

        @Override
        public String id() {
            return "d";
        }

        @Override
        public String queue() {
            return queue;
        }

        @Override
        public Ulid messageId() {
            return ID;
        }

        @Override
        public Optional<String> topic() {
            return Optional.empty();
        }

        @Override
        public Object body() {
            return body;
        }

        @Override
        public Payload payload() {
            return payload;
        }

        @Override
        public Headers headers() {
            return Headers.NONE;
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public Instant timestamp() {
            return Instant.EPOCH;
        }

        @Override
        public CompletionStage<Boolean> ack() {
            return settle("ack " + payload.text());
        }

        @Override
        public CompletionStage<Boolean> nack(Refusal refusal) {
            return settle("nack " + payload.text() + " " + refusal.reason());
        }

        @Override
        public CompletionStage<Boolean> extend(Duration time) {
            return CompletableFuture.completedFuture(true);
        }

        private CompletionStage<Boolean> settle(String how) {
            boolean first = open.compareAndSet(true, false);
            if (first) {
                settled.add(how);
            }
            return CompletableFuture.completedFuture(first);
        }
    }

    /** The part of a client that there is. */
    private final class Client {
        private final ValueCodec codec;
        private final Executor context;

        Client(ValueCodec codec, Executor context) {
            this.codec = codec;
            this.context = context;
        }

        boolean create(QueueSpec spec) {
            return created.add(spec.name());
        }

        @SuppressWarnings("unchecked") // the type belongs to the listener
        Consumer consume(ConsumerSpec spec, Type type, DeliveryListener<?> listener) {
            if (spec.queue().startsWith("new-") && !created.contains(spec.queue())) {
                throw MpregRequestException.notFound("queue", spec.queue());
            }
            Filed entry =
                    new Filed(spec, type, (DeliveryListener<Object>) listener, codec, context);
            filed.add(entry);
            String id = spec.id().orElseGet(() -> "c" + number++);
            node.add("consumer " + spec.queue());
            return new Consumer() {
                @Override
                public String queue() {
                    return spec.queue();
                }

                @Override
                public void request(int deliveries) {}

                @Override
                public String id() {
                    return id;
                }

                @Override
                public void close() {
                    node.remove("consumer " + spec.queue());
                    filed.remove(entry);
                }
            };
        }
    }
}
