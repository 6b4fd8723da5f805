package io.mpreg.api.topic;

import io.mpreg.api.Ulid;
import java.util.Optional;

/**
 * What became of a publication.
 *
 * @param messageId the id of the message
 * @param givenCorrelation the correlation id that the message was given, if it was given one
 * @param matched how many local subscribers and remote links it was handed to
 * @since 0.1
 */
public record PublishReceipt(Ulid messageId, Optional<String> givenCorrelation, int matched) {

    /** The receipt of a message with that correlation id. */
    public PublishReceipt(Ulid messageId, String correlationId, int matched) {
        this(
                messageId,
                Optional.of(correlationId).filter(id -> !id.equals(messageId.toString())),
                matched);
    }

    /** The id under which its timeline is found: the one it was given, or else its own. */
    public String correlationId() {
        return givenCorrelation.orElseGet(messageId::toString);
    }
}
