package io.mpreg.sample.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The feed as the application reads it, against a count over the raw text. */
class QuakeFeedTest {

    private final List<Quake> quakes = new QuakeFeed().quakes();

    @Test
    void countsByNetworkEqualACountOverTheRawText() throws IOException {
        Map<String, Long> raw = new TreeMap<>();
        Matcher matcher = Pattern.compile("\"net\":\"([a-z]+)\"").matcher(rawText());
        while (matcher.find()) {
            raw.merge(matcher.group(1), 1L, Long::sum);
        }

        assertThat(count(Quake::network)).isEqualTo(raw);
        assertThat(raw)
                .containsEntry("ci", 386L)
                .containsEntry("nc", 370L)
                .containsEntry("ak", 297L)
                .containsEntry("nn", 260L)
                .containsEntry("us", 168L);
        assertThat(quakes).hasSize(1707);
    }

    @Test
    void alertsEqualACountOverTheRawText() throws IOException {
        Matcher matcher = Pattern.compile("\"mag\":(-?[0-9.]+)").matcher(rawText());
        int strong = 0;
        while (matcher.find()) {
            if (Double.parseDouble(matcher.group(1)) >= 4.5) {
                strong++;
            }
        }

        assertThat(quakes.stream().filter(q -> q.magnitude() >= Desk.ALERT_MAGNITUDE))
                .hasSize(strong);
        assertThat(strong).isEqualTo(85);
    }

    @Test
    void everyEarthquakeHasAClassAndATopicOfThreeSegments() {
        Map<String, Long> classes = count(quake -> MagnitudeClass.of(quake.magnitude()).label());

        assertThat(classes.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(1707);
        assertThat(classes).containsEntry("strong", 5L).doesNotContainKeys("major", "great");
        assertThat(quakes).allSatisfy(q -> assertThat(q.topic().split("\\.")).hasSize(3));
    }

    private Map<String, Long> count(Function<Quake, String> by) {
        return quakes.stream()
                .collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting()));
    }

    private static String rawText() throws IOException {
        try (InputStream in = QuakeFeedTest.class.getResourceAsStream("/desk/earthquakes.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
