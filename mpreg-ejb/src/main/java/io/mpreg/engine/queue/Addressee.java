package io.mpreg.engine.queue;

import java.util.Objects;

/**
 * Somebody to whom a BROADCAST or QUORUM was sent, and who is waited for while away.
 *
 * @param who the consumer, known by its group and its id
 * @param named whether somebody chose the id, rather than a client for the time that it lives
 */
public record Addressee(Receiver who, boolean named) {
    public Addressee {
        Objects.requireNonNull(who, "who");
    }
}
