package io.mpreg.api.topic;

import io.mpreg.api.Ulid;

/**
 * What became of a publication.
 *
 * @param messageId the id of the message
 * @param correlationId the id under which its timeline is found
 * @param matched how many local subscribers and remote links it was handed to
 * @since 0.1
 */
public record PublishReceipt(Ulid messageId, String correlationId, int matched) {}
