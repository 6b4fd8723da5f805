package io.mpreg.engine.pubsub;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.topic.Subscription;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** The handle of a subscription. */
final class Place implements Subscription {

    private final Outlet outlet;
    private final Subscriber subscriber;
    private final int replayed;
    private final BooleanSupplier leave;

    Place(Outlet outlet, Subscriber subscriber, int replayed, BooleanSupplier leave) {
        this.outlet = outlet;
        this.subscriber = subscriber;
        this.replayed = replayed;
        this.leave = leave;
    }

    @Override
    public String id() {
        return outlet.id();
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
        return leave.getAsBoolean();
    }
}
