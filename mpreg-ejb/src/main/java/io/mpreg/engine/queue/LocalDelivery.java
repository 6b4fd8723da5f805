package io.mpreg.engine.queue;

import io.mpreg.api.Headers;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One delivery of a queue of this node. Its links and its end are guarded by the queue's lock. */
final class LocalDelivery implements Delivery<Object> {

    private static final int RADIX = 36;

    final LocalConsumer consumer;
    final long number;
    private final @Nullable Entry entry;
    private final Ulid messageId;
    private final long sentAt;
    private final int attempt;

    // Guarded by the queue's lock; settled is also read without it.
    volatile boolean settled;
    long deadline;
    boolean extended;
    @Nullable LocalDelivery before;
    @Nullable LocalDelivery after;

    /** When the listener got it, in nanoseconds of the clock; negative before. */
    volatile long handedAt = -1;

    private volatile @Nullable Content content;
    private volatile @Nullable Object body;

    LocalDelivery(LocalConsumer consumer, Entry entry, long number, long deadline) {
        this.consumer = consumer;
        this.entry = entry;
        this.number = number;
        this.deadline = deadline;
        this.messageId = entry.id();
        this.sentAt = entry.sentAt;
        this.attempt = entry.failed + 1;
        this.content = entry.cached;
    }

    /** A delivery that leaves no state: there is nothing to settle. */
    LocalDelivery(LocalConsumer consumer, long number, StoredMessage message) {
        this.consumer = consumer;
        this.entry = null;
        this.number = number;
        this.messageId = message.head().id();
        this.sentAt = message.head().sentAt();
        this.attempt = 1;
        this.content = message.content();
    }

    /** What is delivered. */
    Entry entry() {
        if (entry == null) {
            throw new IllegalStateException("nothing is to be settled here");
        }
        return entry;
    }

    boolean isSettleable() {
        return entry != null;
    }

    /** Whether it is the first attempt at a message that was not to be delivered later. */
    boolean isFirst() {
        return attempt == 1 && (entry == null || entry.terms.notBefore() == 0);
    }

    long sentAt() {
        return sentAt;
    }

    /** What the message carries, which is read from the store if need be. */
    Content content() {
        Content known = content;
        if (known == null) {
            known = consumer.live.read(entry().ref);
            content = known;
        }
        return known;
    }

    /** Takes what the message carries, which was read from the store. */
    void loaded(Content found) {
        content = found;
    }

    /** Whether the content was found. */
    boolean isLoaded() {
        return content != null;
    }

    void body(@Nullable Object value) {
        body = value;
    }

    @Override
    public String id() {
        return Integer.toString(consumer.live.number(), RADIX) + '-' + Long.toString(number, RADIX);
    }

    @Override
    public String queue() {
        return consumer.queue();
    }

    @Override
    public Ulid messageId() {
        return messageId;
    }

    @Override
    public Optional<String> topic() {
        return content().topic();
    }

    @Override
    public @Nullable Object body() {
        return body;
    }

    @Override
    public Payload payload() {
        return content().payload();
    }

    @Override
    public Headers headers() {
        return content().headers();
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public Instant timestamp() {
        return Instant.ofEpochMilli(sentAt);
    }

    @Override
    public CompletionStage<Boolean> ack() {
        return consumer.show(consumer.live.settlements().acknowledge(this));
    }

    @Override
    public CompletionStage<Boolean> nack(Refusal refusal) {
        return consumer.show(consumer.live.settlements().refuse(this, refusal));
    }

    @Override
    public CompletionStage<Boolean> extend(Duration time) {
        return consumer.show(consumer.live.settlements().extend(this, time));
    }
}
