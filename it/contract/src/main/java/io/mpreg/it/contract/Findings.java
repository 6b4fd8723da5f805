package io.mpreg.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Says whether what a scenario saw is right. */
final class Findings {

    private Findings() {}

    static void assertRight(Map<String, Object> seen, String name, String attachment) {
        assertThat(seen).containsEntry("attachment", attachment);
        assertThat(new BigDecimal(seen.get("graph.gross").toString())).isEqualByComparingTo("125");
        assertThat(seen)
                .containsEntry("graph.order", List.of("a"))
                .containsEntry(
                        "graph.outcomes",
                        Map.of(
                                "total", "SUCCEEDED",
                                "order", "SUCCEEDED",
                                "tax", "SUCCEEDED",
                                "gross", "SUCCEEDED",
                                "fails", "FAILED",
                                "skipped", "SKIPPED"))
                .containsEntry("graph.levels", 3L)
                .containsEntry("topics.matched", 1L)
                .containsEntry("topics.first", name + ".eu.created.now=o2")
                .containsEntry("topics.second", name + ".us.created=o4")
                .containsEntry("topics.afterwards", 0L)
                .containsEntry("queue.durability", "DISK")
                .containsEntry("queue.first", "1:o5")
                .containsEntry("queue.second", "2:o5")
                .containsEntry("queue.acknowledged", true)
                .containsEntry("queue.depth", 0L)
                .containsEntry("queue.deleted", true)
                .containsEntry("cache.hit", "o6")
                .containsEntry("cache.null", true)
                .containsEntry("cache.loaded", "loaded c")
                .containsEntry("cache.byTag", 2L)
                .containsEntry("cache.gone", true)
                .containsEntry("cache.byPattern", 1L)
                .containsEntry("cache.left", 1L)
                .containsEntry("cache.warm", "1 1 1")
                .containsEntry("cache.warmed", "warm d")
                .containsEntry("cache.check", "2 true 0")
                .containsEntry("cache.fetch", "MPREG-1400")
                .containsEntry("error.function", "MPREG-1001")
                .containsEntry("error.pattern", "MPREG-1400")
                .containsEntry("error.control", "MPREG-1403")
                .containsEntry("error.queue", "MPREG-1404");
        assertThat((List<?>) seen.get("timeline"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
                .contains(
                        "message.published",
                        "message.delivered",
                        "queue.enqueued",
                        "queue.delivered",
                        "queue.requeued",
                        "queue.acknowledged")
                .containsSubsequence("message.published", "queue.enqueued", "queue.acknowledged");
    }
}
