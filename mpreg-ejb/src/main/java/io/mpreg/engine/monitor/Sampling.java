package io.mpreg.engine.monitor;

import io.mpreg.api.MpregSystem;
import io.mpreg.api.Ulid;

/**
 * Which events are remembered: a correlation is remembered wholly or not at all.
 *
 * <p><b>Threads.</b> Immutable.
 */
final class Sampling {

    private static final MpregSystem[] SYSTEMS = MpregSystem.values();
    private static final long EVERYTHING = 1L << 32;

    private final Level[] levels = new Level[SYSTEMS.length];
    private final long[] thresholds = new long[SYSTEMS.length];

    Sampling(MonitorSettings settings) {
        for (MpregSystem system : SYSTEMS) {
            levels[system.ordinal()] = settings.levels().getOrDefault(system, Level.ALL);
            double share = settings.sampling().getOrDefault(system, 1.0);
            thresholds[system.ordinal()] = Math.round(share * EVERYTHING);
        }
    }

    Level level(MpregSystem system) {
        return levels[system.ordinal()];
    }

    /** Whether only a share of a system's correlations is remembered. */
    boolean isPartial(MpregSystem system) {
        return thresholds[system.ordinal()] < EVERYTHING;
    }

    boolean takes(Event event) {
        long threshold = thresholds[event.system().ordinal()];
        if (threshold >= EVERYTHING) {
            return true;
        }
        int mixed = hash(event.correlationId()) * 0x9E3779B9;
        return Integer.toUnsignedLong(mixed ^ mixed >>> 15) < threshold;
    }

    /* A ULID and its text are the same correlation. */
    private static int hash(Object id) {
        String text = id instanceof String given ? given : "";
        return Ulid.isValid(text) ? Ulid.parse(text).hashCode() : id.hashCode();
    }
}
