package io.mpreg.engine.transport;

/**
 * How a connection did in the last minutes.
 *
 * @param operations how many there were
 * @param successRate the share that went well, 0 to 1; 1 without operations
 * @param averageMs the mean latency in milliseconds
 * @param p95Ms the latency that 95 of 100 stayed below, within a quarter
 * @param p99Ms the latency that 99 of 100 stayed below, within a quarter
 * @param stability 1 - coefficient of variation of the latency, 0 to 1
 * @param trend where it goes
 */
public record HealthReading(
        long operations,
        double successRate,
        double averageMs,
        double p95Ms,
        double p99Ms,
        double stability,
        Trend trend) {

    /** How a connection is. */
    public enum Verdict {
        /** A score of at least 0.8. */
        HEALTHY,
        /** A score of at least 0.5. */
        DEGRADED,
        /** A lower score. */
        FAILED
    }

    /** Nothing happened. */
    static final HealthReading NOTHING = new HealthReading(0, 1, 0, 0, 0, 1, Trend.STABLE);

    private static final double SUCCESS_WEIGHT = 0.4;
    private static final double TREND_WEIGHT = 0.2;
    private static final double STABILITY_WEIGHT = 0.1;

    /** The health as one number from 0 to 1; 1 without operations. */
    public double score() {
        if (operations == 0) {
            return 1;
        }
        return SUCCESS_WEIGHT * successRate
                + latency()
                + TREND_WEIGHT * direction()
                + STABILITY_WEIGHT * stability;
    }

    /** The health in a word. */
    public Verdict verdict() {
        double shown = score() + 1e-9;
        if (shown >= 0.8) {
            return Verdict.HEALTHY;
        }
        return shown >= 0.5 ? Verdict.DEGRADED : Verdict.FAILED;
    }

    private double latency() {
        if (averageMs < 10) {
            return 0.3;
        }
        if (averageMs < 50) {
            return 0.25;
        }
        return averageMs < 200 ? 0.15 : 0.05;
    }

    private double direction() {
        return switch (trend) {
            case IMPROVING, STABLE -> 1;
            case DEGRADING -> 0.5;
            case CRITICAL -> 0;
        };
    }
}
