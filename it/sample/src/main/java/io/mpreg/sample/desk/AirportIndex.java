package io.mpreg.sample.desk;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The airports of the United States, searched by place. */
@ApplicationScoped
public class AirportIndex {

    private List<Airport> airports = List.of();

    @PostConstruct
    void load() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                AirportIndex.class.getResourceAsStream("/desk/airports.csv"),
                                StandardCharsets.UTF_8))) {
            airports =
                    lines.lines().skip(1).map(AirportIndex::airport).collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException("airports.csv in the application is not readable", e);
        }
    }

    /** How many airports there are. */
    public int size() {
        return airports.size();
    }

    /** All airports. */
    List<Airport> all() {
        return airports;
    }

    /**
     * All airports that can be the nearest one to some place in a cell of one degree.
     *
     * <p>A place in the cell is at most {@code r} away from the cell's centre. So the nearest
     * airport to it is at most {@code 2r} farther from the centre than the one nearest to the
     * centre.
     */
    public List<Airport> candidates(Cell cell) {
        double lat = cell.centreLatitude();
        double lon = cell.centreLongitude();
        double nearest =
                airports.stream().mapToDouble(a -> distance(a, lat, lon)).min().orElseThrow();
        double reach = nearest + 2 * cell.radiusKm();
        return airports.stream()
                .filter(a -> distance(a, lat, lon) <= reach)
                .collect(Collectors.toList());
    }

    /** The nearest of some airports. */
    static NearestAirport nearest(List<Airport> among, double latitude, double longitude) {
        Airport best =
                among.stream()
                        .min(Comparator.comparingDouble(a -> distance(a, latitude, longitude)))
                        .orElseThrow();
        return new NearestAirport(best.iata(), best.name(), distance(best, latitude, longitude));
    }

    private static double distance(Airport airport, double latitude, double longitude) {
        return Earth.distanceKm(airport.latitude(), airport.longitude(), latitude, longitude);
    }

    private static Airport airport(String line) {
        List<String> fields = fields(line);
        return new Airport(
                fields.get(0),
                fields.get(1),
                Double.parseDouble(fields.get(5)),
                Double.parseDouble(fields.get(6)));
    }

    /** The fields of a CSV line; a field in quotes may hold commas. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
