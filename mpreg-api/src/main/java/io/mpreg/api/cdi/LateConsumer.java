package io.mpreg.api.cdi;

import io.mpreg.api.queue.Consumer;

/** A consumer that stays in place over nodes. */
final class LateConsumer extends LateRegistration<Consumer> implements Consumer {

    LateConsumer(LateNode node, Standing<Consumer> standing) {
        super(node, standing);
    }

    @Override
    public String queue() {
        return current().queue();
    }

    @Override
    public void request(int deliveries) {
        current().request(deliveries);
    }
}
