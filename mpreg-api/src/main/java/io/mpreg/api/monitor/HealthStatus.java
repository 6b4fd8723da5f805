package io.mpreg.api.monitor;

/**
 * How a system is.
 *
 * @since 0.1
 */
public enum HealthStatus {
    /** A score of at least 0.8. */
    HEALTHY,
    /** A score of at least 0.6. */
    DEGRADED,
    /** A lower score. */
    CRITICAL,
    /** Nothing is known: it did nothing yet. */
    UNAVAILABLE
}
