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
 * @param sentPerSecond messages taken per second, over the last ten seconds
 * @param deliveredPerSecond deliveries made per second, likewise
 * @param acknowledgedPerSecond messages acknowledged per second, likewise
 * @param processingP50Ms the median of the time from a delivery to its acknowledgement, in
 *     milliseconds, since the node started; 0 when there were none
 * @param processingP95Ms its 95th percentile
 * @param processingP99Ms its 99th percentile
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
        double successRate,
        double sentPerSecond,
        double deliveredPerSecond,
        double acknowledgedPerSecond,
        double processingP50Ms,
        double processingP95Ms,
        double processingP99Ms) {

    /** Counts without rates and times. */
    public QueueStats(
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
            double successRate) {
        this(
                sent,
                delivered,
                acknowledged,
                failed,
                expired,
                requeued,
                deadLettered,
                depth,
                inFlight,
                oldestAgeMs,
                successRate,
                0,
                0,
                0,
                0,
                0,
                0);
    }
}
