package io.mpreg.sample.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The search by cells, against a search through all airports. */
class AirportIndexTest {

    private final AirportIndex index = new AirportIndex();

    @BeforeEach
    void load() {
        index.load();
    }

    @Test
    void readsEveryAirport() {
        assertThat(index.size()).isEqualTo(3376);
    }

    @Test
    void theNearestCandidateOfACellIsTheNearestOfAll() {
        long seed = 20180207;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 300; i++) {
            double latitude = random.nextDouble(-90, 90);
            double longitude = random.nextDouble(-180, 180);
            List<Airport> candidates = index.candidates(Cell.of(latitude, longitude));

            assertThat(AirportIndex.nearest(candidates, latitude, longitude))
                    .as("seed %d, round %d: %f, %f", seed, i, latitude, longitude)
                    .isEqualTo(AirportIndex.nearest(index.all(), latitude, longitude));
        }
    }

    @Test
    void distancesAreThoseOfAKnownPair() {
        // Los Angeles to San Francisco.
        assertThat(Earth.distanceKm(33.9425, -118.4081, 37.6190, -122.3749))
                .isBetween(540.0, 546.0);
    }
}
