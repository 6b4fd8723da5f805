package io.mpreg.engine.pubsub;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.topic.Subscription;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The handle of a subscription. */
final class Place implements Subscription {

    private final Outlet outlet;
    private final Subscriber subscriber;
    private final int replayed;
    private final boolean lasting;
    private final Predicate<Subscriber> leave;

    /**
     * @param lasting whether the subscription goes on when the subscriber leaves
     * @param leave takes the subscriber away; false if it had gone before
     */
    Place(
            Outlet outlet,
            Subscriber subscriber,
            int replayed,
            boolean lasting,
            Predicate<Subscriber> leave) {
        this.outlet = outlet;
        this.subscriber = subscriber;
        this.replayed = replayed;
        this.lasting = lasting;
        this.leave = leave;
    }

    @Override
    public String id() {
        return outlet.id();
    }

    /** The subscription that ends when the subscriber leaves; null if it goes on. */
    @Nullable Subscriber leaving() {
        return lasting ? null : subscriber;
    }

    /** Whether nothing comes here any more. */
    boolean isOver() {
        return subscriber.isEnded() || subscriber.isDetached();
    }

    @Override
    public int replayed() {
        return replayed;
    }

    @Override
    public void request(int messages) {
        if (messages < 1) {
            throw MpregRequestException.field("n", "it must be at least 1, was " + messages);
        }
        subscriber.request(messages);
    }

    @Override
    public CompletionStage<Void> ended() {
        return outlet.ended();
    }

    @Override
    public boolean unsubscribe() {
        return leave.test(subscriber);
    }
}
