package io.mpreg.sample.desk;

import java.util.Locale;

/** The usual classes of magnitudes. */
public enum MagnitudeClass {
    /** Below 2. */
    MICRO(2),
    /** From 2 to below 4. */
    MINOR(4),
    /** From 4 to below 5. */
    LIGHT(5),
    /** From 5 to below 6. */
    MODERATE(6),
    /** From 6 to below 7. */
    STRONG(7),
    /** From 7 to below 8. */
    MAJOR(8),
    /** From 8. */
    GREAT(Double.POSITIVE_INFINITY);

    private final double below;

    MagnitudeClass(double below) {
        this.below = below;
    }

    /** The class of a magnitude. */
    public static MagnitudeClass of(double magnitude) {
        for (MagnitudeClass candidate : values()) {
            if (magnitude < candidate.below) {
                return candidate;
            }
        }
        return GREAT;
    }

    /** The name as it stands in topics and reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
