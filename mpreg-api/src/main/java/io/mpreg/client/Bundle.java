package io.mpreg.client;

import io.mpreg.api.Message;
import io.mpreg.api.Payload;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages that came one behind the other for the same subscriptions.
 *
 * <p><b>Threads.</b> Filled by one thread, then only read.
 */
final class Bundle {

    private final List<String> subscriptions;
    private final List<Message<Payload>> messages = new ArrayList<>();

    /**
     * @param subscriptions the ids of those whose messages these are
     */
    Bundle(List<String> subscriptions) {
        this.subscriptions = subscriptions;
    }

    List<String> subscriptions() {
        return subscriptions;
    }

    List<Message<Payload>> messages() {
        return messages;
    }
}
