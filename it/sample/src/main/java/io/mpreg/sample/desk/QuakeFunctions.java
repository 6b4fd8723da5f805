package io.mpreg.sample.desk;

import io.mpreg.api.MpregClient;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.PutOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** The functions that find out about earthquakes. */
@ApplicationScoped
public class QuakeFunctions {

    /** The region of the cache that keeps airport look-ups. */
    static final String REGION = "airports";

    /** Everything that was read from the list of airports. */
    static final String TAG = "faa";

    @Inject MpregClient mpreg;
    @Inject AirportIndex airports;

    /** The airport nearest to a place; what can be nearest in its cell comes from the cache. */
    NearestAirport nearestAirport(double latitude, double longitude) {
        Cell cell = Cell.of(latitude, longitude);
        CacheClient cells = mpreg.cache(REGION);
        CellAirports among =
                cells.getOrLoad(
                        cell.key(),
                        CellAirports.class,
                        key -> new CellAirports(airports.candidates(cell)),
                        PutOptions.NONE.tags(TAG));
        return AirportIndex.nearest(among.airports(), latitude, longitude);
    }

    /** The energy of a magnitude, in joules, after Gutenberg and Richter. */
    double energy(double magnitude) {
        return Math.pow(10, 4.8 + 1.5 * magnitude);
    }

    /** The airports that can be nearest to a place in a cell. */
    public record CellAirports(List<Airport> airports) {}
}
