package io.mpreg.engine.cache.peer;

import io.mpreg.api.cache.RegionSpec;
import java.util.Comparator;

/** Which of several writes counts whose writers did not know of each other. */
public enum Resolver {
    /** The last one by the clocks of the writers. */
    LAST_WRITER_WINS(Stamp.BY_TIME),
    /** The one of the highest quality, and among equals the last. */
    HIGHEST_QUALITY(Stamp.BY_QUALITY),
    /** The last one until somebody writes what is right; an event tells of all. */
    MANUAL(Stamp.BY_TIME);

    private final Comparator<Stamp> order;

    Resolver(Comparator<Stamp> order) {
        this.order = order;
    }

    /** The write that counts is the greatest. */
    public Comparator<Stamp> order() {
        return order;
    }

    /**
     * The resolver of a region.
     *
     * @param otherwise what the node uses for regions that only order by vector clocks
     */
    public static Resolver of(RegionSpec.Conflict conflict, Resolver otherwise) {
        return switch (conflict) {
            case LAST_WRITER_WINS -> LAST_WRITER_WINS;
            case VECTOR_CLOCK -> otherwise;
            case HIGHEST_QUALITY -> HIGHEST_QUALITY;
            case MANUAL -> MANUAL;
        };
    }
}
