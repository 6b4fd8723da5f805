package io.mpreg.engine.pubsub;

import io.mpreg.api.Ulid;

/**
 * A message that a subscriber did not get.
 *
 * @param messageId which one
 * @param topic its topic
 * @param subscription whose
 * @param reason why
 * @param millis when, in milliseconds since 1970
 */
public record Drop(
        Ulid messageId, String topic, String subscription, DropReason reason, long millis) {}
