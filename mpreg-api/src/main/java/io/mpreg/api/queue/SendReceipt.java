package io.mpreg.api.queue;

import io.mpreg.api.Ulid;

/**
 * What became of a send.
 *
 * @param messageId the id of the message; of the first one where this is a duplicate
 * @param correlationId the id under which its timeline is found
 * @param duplicate whether the queue had it already and took nothing
 * @param durability how safe the message was when this was answered
 * @since 0.1
 */
public record SendReceipt(
        Ulid messageId, String correlationId, boolean duplicate, Durability durability) {}
