package io.mpreg.client;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Ids that the client gives to what it registers; unique on its connection. */
final class Ids {

    private final AtomicLong made = new AtomicLong();

    String of(Optional<String> wanted, String prefix) {
        return wanted.orElseGet(() -> prefix + made.incrementAndGet());
    }
}
