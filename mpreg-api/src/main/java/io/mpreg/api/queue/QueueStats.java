package io.mpreg.api.queue;

/**
 * The counts of a queue since its node started, and what it holds now.
 *
 * @param sent messages taken
 * @param delivered deliveries made, redeliveries included
 * @param acknowledged messages acknowledged
 * @param failed deliveries that failed: refused, or not acknowledged in time
 * @param expired messages whose time to live ran out
 * @param requeued messages put back for another delivery
 * @param deadLettered messages that became dead letters
 * @param depth messages waiting
 * @param inFlight messages delivered and not yet acknowledged
 * @param oldestAgeMs age of the oldest waiting message, in milliseconds; 0 when none waits
 * @param successRate acknowledged in proportion to acknowledged and dead-lettered, 0 to 1; 1 when
 *     there are none
 * @since 0.1
 */
public record QueueStats(
        long sent,
        long delivered,
        long acknowledged,
        long failed,
        long expired,
        long requeued,
        long deadLettered,
        long depth,
        long inFlight,
        long oldestAgeMs,
        double successRate) {}
