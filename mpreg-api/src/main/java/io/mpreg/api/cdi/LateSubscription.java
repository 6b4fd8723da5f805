package io.mpreg.api.cdi;

import io.mpreg.api.topic.Subscription;
import java.util.concurrent.CompletionStage;

/** A subscription that stays in place over nodes. */
final class LateSubscription extends LateRegistration<Subscription> implements Subscription {

    LateSubscription(LateNode node, Standing<Subscription> standing) {
        super(node, standing);
    }

    @Override
    public int replayed() {
        return current().replayed();
    }

    @Override
    public void request(int messages) {
        current().request(messages);
    }

    @Override
    public CompletionStage<Void> ended() {
        return standing().ended();
    }

    @Override
    public boolean unsubscribe() {
        forget();
        return standing().end(Subscription::unsubscribe);
    }

    @Override
    public void close() {
        unsubscribe();
    }
}
