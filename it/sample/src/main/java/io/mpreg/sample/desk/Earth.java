package io.mpreg.sample.desk;

/** Distances on a sphere of the earth's mean radius. */
final class Earth {

    /** The mean radius, in kilometres. */
    static final double RADIUS_KM = 6371.0088;

    private Earth() {}

    /** The great-circle distance by the haversine formula, in kilometres. */
    static double distanceKm(double lat1, double lon1, double lat2, double lon2) {
        double dLat = Math.toRadians(lat2 - lat1);
        double dLon = Math.toRadians(lon2 - lon1);
        double h =
                square(Math.sin(dLat / 2))
                        + Math.cos(Math.toRadians(lat1))
                                * Math.cos(Math.toRadians(lat2))
                                * square(Math.sin(dLon / 2));
        return 2 * RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
    }

    private static double square(double x) {
        return x * x;
    }
}
