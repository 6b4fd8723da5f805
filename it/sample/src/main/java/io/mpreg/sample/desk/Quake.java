package io.mpreg.sample.desk;

/**
 * An earthquake as the network that located it reported it.
 *
 * @param id the network's id of the event
 * @param network the network, such as {@code ci} for Southern California
 * @param magnitude the magnitude
 * @param place where, in words
 * @param time when, in milliseconds since 1970
 * @param latitude degrees, north positive
 * @param longitude degrees, east positive
 * @param depthKm depth below the surface, in kilometres
 */
public record Quake(
        String id,
        String network,
        double magnitude,
        String place,
        long time,
        double latitude,
        double longitude,
        double depthKm) {

    /** The topic on which this earthquake is published. */
    public String topic() {
        return "quake." + network + "." + MagnitudeClass.of(magnitude).label();
    }
}
