package io.mpreg.sample.desk;

/** How much an earthquake matters to people nearby, from what it released and how far it is. */
public enum Severity {
    NEGLIGIBLE,
    LOW,
    MODERATE,
    HIGH,
    EXTREME;

    /**
     * The severity of an energy released at a distance.
     *
     * @param joules the energy
     * @param depthKm depth below the surface
     * @param airportKm distance to the nearest airport, which stands for settlements
     */
    static Severity of(double joules, double depthKm, double airportKm) {
        double distance = Math.max(5, Math.hypot(Math.max(0, depthKm), airportKm));
        double felt = Math.log10(joules) - 2 * Math.log10(distance);
        return values()[(int) Math.max(0, Math.min(4, Math.floor((felt - 4) / 1.5)))];
    }
}
