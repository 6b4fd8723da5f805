package io.mpreg.engine.transport;

/**
 * The bounds of an outbox.
 *
 * @param maxMessages how many messages may wait
 * @param maxBytes how many bytes may wait
 * @param batchBytes how many bytes of small messages go out as one frame
 */
public record OutboxSettings(int maxMessages, long maxBytes, int batchBytes) {

    public OutboxSettings {
        if (maxMessages < 1 || maxBytes < 1 || batchBytes < 1) {
            throw new IllegalArgumentException("the bounds of an outbox must be at least 1");
        }
    }

    /** 65 536 messages, 64 MiB, frames of 64 KiB. */
    public static OutboxSettings defaults() {
        return new OutboxSettings(65_536, 64L << 20, 64 << 10);
    }
}
