package io.mpreg.engine.pubsub;

import java.util.Map;

/**
 * What the exchange did since the start.
 *
 * @param published messages taken from publishers
 * @param delivered messages taken by listeners
 * @param failed messages whose listener threw
 * @param unreadable messages whose payload could not be converted
 * @param unsaved messages that wait or waited for a persistent durable name in memory only, because
 *     its store did not take them
 * @param dropped messages that subscribers did not get, by reason
 * @param subscriptions subscriptions that are in place
 * @param backlogMessages messages kept for replay
 * @param backlogBytes about how many bytes these take
 */
public record ExchangeStatistics(
        long published,
        long delivered,
        long failed,
        long unreadable,
        long unsaved,
        Map<DropReason, Long> dropped,
        int subscriptions,
        long backlogMessages,
        long backlogBytes) {}
