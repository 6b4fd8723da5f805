package io.mpreg.client;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Ids that the client gives to what it registers; unique on its connection. */
final class Ids {

    private final AtomicLong made = new AtomicLong();

    /** One that no other client has given, for what a node remembers beyond a connection. */
    String unique(Optional<String> wanted, String prefix) {
        return wanted.orElseGet(() -> prefix + '-' + UUID.randomUUID());
    }

    String of(Optional<String> wanted, String prefix) {
        return wanted.orElseGet(() -> prefix + made.incrementAndGet());
    }
}
