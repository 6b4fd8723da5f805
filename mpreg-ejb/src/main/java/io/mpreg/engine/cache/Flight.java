package io.mpreg.engine.cache;

import io.mpreg.api.Payload;
import io.mpreg.engine.cache.peer.KeyRef;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A load under way.
 *
 * <p><b>Threads.</b> {@code spoiled} is read and written under the stripe of the key.
 */
final class Flight {

    private final KeyRef id;
    private final Set<String> tags;
    private final Set<KeyRef> inputs;
    private final Thread owner;
    private final CompletableFuture<Payload> result = new CompletableFuture<>();
    private boolean spoiled;

    Flight(KeyRef id, Set<String> tags, Set<KeyRef> inputs, Thread owner) {
        this.id = id;
        this.tags = tags;
        this.inputs = inputs;
        this.owner = owner;
    }

    KeyRef id() {
        return id;
    }

    Set<String> tags() {
        return tags;
    }

    Set<KeyRef> inputs() {
        return inputs;
    }

    Thread owner() {
        return owner;
    }

    CompletableFuture<Payload> result() {
        return result;
    }

    boolean spoiled() {
        return spoiled;
    }

    void spoil() {
        spoiled = true;
    }
}
