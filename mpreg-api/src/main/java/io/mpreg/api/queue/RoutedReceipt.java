package io.mpreg.api.queue;

import io.mpreg.api.Ulid;
import java.util.List;

/**
 * What became of a topic-routed send.
 *
 * @param messageId the id that every copy bears
 * @param correlationId the id under which its timeline is found
 * @param queues where copies went
 * @param matchedPatterns the patterns that led there
 * @param strategy how they were chosen
 * @since 0.1
 */
public record RoutedReceipt(
        Ulid messageId,
        String correlationId,
        List<String> queues,
        List<String> matchedPatterns,
        SendStrategy strategy) {

    public RoutedReceipt {
        queues = List.copyOf(queues);
        matchedPatterns = List.copyOf(matchedPatterns);
    }
}
