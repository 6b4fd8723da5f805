package io.mpreg.engine.queue;

import java.util.Objects;

/**
 * How a message became a dead letter.
 *
 * @param reason why
 * @param attempts how often it was delivered
 * @param lastError what the last refusal said; empty if there was none
 * @param diedAt when, in milliseconds since 1970
 */
public record Burial(String reason, int attempts, String lastError, long diedAt) {
    public Burial {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(lastError, "lastError");
    }
}
