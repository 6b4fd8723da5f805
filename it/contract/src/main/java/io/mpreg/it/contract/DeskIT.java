package io.mpreg.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mpreg.wire.json.Json;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sample application shows the right numbers: those of a count that shares no code with it. */
@ExtendWith(ArquillianExtension.class)
public class DeskIT {

    @Deployment(name = "mpreg", order = 1, testable = false)
    public static EnterpriseArchive mpreg() {
        return Artefacts.ear();
    }

    @Deployment(name = "desk", order = 2, testable = false)
    public static WebArchive desk() {
        return Artefacts.sample();
    }

    @Test
    void theNumbersAreThoseOfTheFeed() throws Exception {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () ->
                                assertThat(Node.json("/desk/api/summary"))
                                        .containsEntry("state", "COMPLETE"));
        Map<String, Object> summary = Node.json("/desk/api/summary");
        List<Map<?, ?>> features = features();

        assertThat(summary).containsEntry("events", 1707L).containsEntry("total", 1707L);
        Map<String, Long> byNetwork = new TreeMap<>();
        features.forEach(f -> byNetwork.merge((String) f.get("net"), 1L, Long::sum));
        assertThat(summary.get("byNetwork")).isEqualTo(byNetwork);
        assertThat(byNetwork).containsEntry("ci", 386L).containsEntry("us", 168L);

        long strong = features.stream().filter(f -> magnitude(f) >= 4.5).count();
        assertThat(strong).isEqualTo(85);
        assertThat(summary.get("alerts")).isEqualTo(Map.of("sent", strong, "acknowledged", strong));

        List<Double> strongest =
                features.stream()
                        .map(DeskIT::magnitude)
                        .sorted(Comparator.reverseOrder())
                        .limit(10)
                        .collect(Collectors.toList());
        List<Double> shown =
                list(summary.get("strongest")).stream()
                        .map(q -> ((Number) q.get("magnitude")).doubleValue())
                        .collect(Collectors.toList());
        assertThat(shown).isEqualTo(strongest);
    }

    @Test
    void theStrongestHasAnAirportAndAWholeTimeline() throws Exception {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () ->
                                assertThat(Node.json("/desk/api/summary"))
                                        .containsEntry("state", "COMPLETE"));
        Map<String, Object> summary = Node.json("/desk/api/summary");

        Map<?, ?> first = list(summary.get("strongest")).get(0);
        assertThat(first.get("place")).isEqualTo("22km NNE of Hualian, Taiwan");
        Map<?, ?> airport = (Map<?, ?>) first.get("nearestAirport");
        assertThat(airport.get("iata")).as("nearest U.S. airport to Taiwan").isEqualTo("ROR");

        List<Object> types =
                list(summary.get("timeline")).stream()
                        .map(e -> (Object) e.get("type"))
                        .collect(Collectors.toList());
        assertThat(types)
                .containsSubsequence(
                        "message.published",
                        "message.delivered",
                        "rpc.started",
                        "rpc.completed",
                        "queue.enqueued",
                        "queue.delivered",
                        "queue.acknowledged");
        Map<?, ?> cache = (Map<?, ?>) summary.get("cache");
        assertThat(((Number) cache.get("hitRate")).doubleValue()).isBetween(0.5, 1.0);
    }

    @Test
    void thePageIsServed() throws Exception {
        assertThat(Node.get("/desk/")).contains("Earthquake desk");
        assertThat(Node.get("/desk/desk.js")).contains("api/summary");
    }

    private static double magnitude(Map<?, ?> feature) {
        return ((Number) feature.get("mag")).doubleValue();
    }

    /** Network and magnitude of every event, read from the data inside the application. */
    private static List<Map<?, ?>> features() throws Exception {
        try (ZipFile war = new ZipFile(System.getProperty("mpreg.test.sample"));
                InputStream in =
                        war.getInputStream(war.getEntry("WEB-INF/classes/desk/earthquakes.json"))) {
            Map<?, ?> feed = (Map<?, ?>) Json.parse(in.readAllBytes());
            List<Map<?, ?>> features = new ArrayList<>();
            for (Map<?, ?> feature : list(feed.get("features"))) {
                Map<?, ?> properties = (Map<?, ?>) feature.get("properties");
                Map<String, Object> kept = new LinkedHashMap<>();
                kept.put("net", properties.get("net"));
                kept.put("mag", properties.get("mag"));
                features.add(kept);
            }
            return features;
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<?, ?>> list(Object value) {
        return (List<Map<?, ?>>) value;
    }
}
