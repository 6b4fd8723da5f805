package io.mpreg.api.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CacheKeyTest {

    /** A value of a user's own. */
    public record Place(String city, int zip) {}

    @Test
    void eachValueIsOneSegment() {
        assertThat(CacheKey.of("eu", 17, true)).isEqualTo("eu.17.true");
        assertThat(CacheKey.of("a.b*#% ")).isEqualTo("a%2Eb%2A%23%25%20");
        assertThat(CacheKey.of("", null, Optional.empty(), Optional.of("x")))
                .isEqualTo("%.%null.%null.x");
        assertThat(CacheKey.of(LocalDate.of(2026, 11, 25), 1.5)).isEqualTo("2026-11-25.1%2E5");
        assertThat(CacheKey.of("\u00e4\u20ac")).isEqualTo("\u00e4%E2%82%AC");
        assertThat(CacheKey.of(new Place("x", 1)))
                .isEqualTo("%7B%22city%22:%22x%22%2C%22zip%22:1%7D");
        assertThat(CacheKey.of(List.of(1, 2))).isEqualTo("%5B1%2C2%5D");
    }

    @Test
    void differentValuesHaveDifferentKeys() {
        long seed = 17;
        Random random = new Random(seed);
        Map<String, List<String>> seen = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            List<String> parts = List.of(word(random), word(random));
            List<String> before = seen.put(CacheKey.of(parts.get(0), parts.get(1)), parts);
            assertThat(before == null || before.equals(parts))
                    .as("seed %s: %s and %s", seed, before, parts)
                    .isTrue();
        }
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            word.append(".%*#2Ea \u00e4".charAt(random.nextInt(9)));
        }
        return word.toString();
    }

    @Test
    void aLongKeyBecomesADigest() {
        String key = CacheKey.of("x".repeat(600));
        assertThat(key).startsWith("%sha256-").hasSize(72);
        assertThat(CacheKey.of("x".repeat(600))).isEqualTo(key);
        assertThat(CacheKey.of("x".repeat(601))).isNotEqualTo(key);
    }
}
