package io.mpreg.sample.desk;

/**
 * A cell of one degree by one degree.
 *
 * @param south its southern border, in whole degrees
 * @param west its western border, in whole degrees
 */
public record Cell(int south, int west) {

    /** The cell that a place lies in. */
    public static Cell of(double latitude, double longitude) {
        return new Cell((int) Math.floor(latitude), (int) Math.floor(longitude));
    }

    double centreLatitude() {
        return south + 0.5;
    }

    double centreLongitude() {
        return west + 0.5;
    }

    /** The distance from the centre to the farthest corner, in kilometres. */
    double radiusKm() {
        double lat = centreLatitude();
        double lon = centreLongitude();
        return Math.max(
                Earth.distanceKm(lat, lon, south, west),
                Earth.distanceKm(lat, lon, south + 1, west));
    }

    /** The key of this cell in a cache. */
    String key() {
        return "cell." + south + "." + west;
    }
}
