package io.mpreg.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CacheAndMonitorOperationsTest {

    private final SessionNode node = new SessionNode();
    private final WireClient client = node.connect();

    private Map<String, Object> on(String op, Object... fields) {
        Object[] all = new Object[fields.length + 2];
        all[0] = "region";
        all[1] = "r";
        System.arraycopy(fields, 0, all, 2, fields.length);
        return client.ok(op, all);
    }

    @Test
    void writesReadsAndInvalidates() {
        assertThat(on("cache.get", "key", "a.b")).containsEntry("found", false);
        assertThat(on("cache.region", "maxEntries", 10, "policy", "LRU", "ttlMs", 60_000))
                .containsEntry("created", true);
        assertThat(on("cache.region")).containsEntry("created", false);
        Map<String, Object> put =
                on("cache.put", "key", "a.b", "value", List.of(1, 2), "tags", List.of("t"));
        assertThat(put).containsEntry("stored", true).containsKeys("version", "correlationId");
        assertThat(on("cache.get", "key", "a.b"))
                .containsEntry("found", true)
                .containsEntry("value", List.of(1L, 2L));
        Map<?, ?> metadata =
                (Map<?, ?>) on("cache.get", "key", "a.b", "metadata", true).get("metadata");
        assertThat(metadata.keySet().toString())
                .contains("version", "createdAt", "hits", "ttlLeftMs", "tags", "costMs");
        assertThat(on("cache.put", "key", "a.b", "value", 3, "ifAbsent", true))
                .containsEntry("stored", false);
        on("cache.put", "key", "dep", "value", null, "dependsOn", List.of("a.b"));
        Map<String, Object> nothing = on("cache.get", "key", "dep");
        assertThat(nothing).containsEntry("found", true).containsEntry("value", null);
        assertThat(on("cache.invalidate", "dependency", "a.b")).containsEntry("invalidated", 1L);
        assertThat(on("cache.invalidate", "tag", "t")).containsEntry("invalidated", 1L);
        on("cache.put", "key", "a.c", "value", 1);
        assertThat(on("cache.invalidate", "pattern", "a.*")).containsEntry("invalidated", 1L);
        on("cache.put", "key", "a.c", "value", 1);
        assertThat(on("cache.invalidate", "key", "a.c")).containsEntry("invalidated", 1L);
        on("cache.put", "key", "k", "value", 1);
        assertThat(on("cache.remove", "key", "k")).containsEntry("removed", true);
        assertThat(on("cache.remove", "key", "k")).containsEntry("removed", false);
    }

    @Test
    void changesAtomically() {
        assertThat(on("cache.atomic", "key", "n", "operation", "INCREMENT"))
                .containsEntry("success", true)
                .containsEntry("oldValue", null)
                .containsEntry("newValue", 1L);
        assertThat(
                        on(
                                "cache.atomic",
                                "key",
                                "n",
                                "operation",
                                "COMPARE_AND_SET",
                                "expected",
                                7,
                                "value",
                                8))
                .containsEntry("success", false)
                .containsKey("reason");
        assertThat(
                        on(
                                "cache.atomic",
                                "key",
                                "n",
                                "operation",
                                "compare-and-set",
                                "expected",
                                1,
                                "value",
                                8))
                .containsEntry("success", true)
                .containsEntry("newValue", 8L);
        assertThat(on("cache.atomic", "key", "m", "operation", "TEST_AND_SET", "value", "v"))
                .containsEntry("success", true);
    }

    @Test
    void worksOnStructures() {
        assertThat(on("cache.structure", "key", "s", "type", "SET", "operation", "add", "value", 1))
                .containsEntry("size", 1L)
                .containsKey("result");
        on(
                "cache.structure",
                "key",
                "m",
                "type",
                "MAP",
                "operation",
                "put",
                "field",
                "f",
                "value",
                List.of());
        assertThat(
                        on(
                                "cache.structure",
                                "key",
                                "m",
                                "type",
                                "MAP",
                                "operation",
                                "get",
                                "field",
                                "f"))
                .containsEntry("result", List.of());
        on(
                "cache.structure",
                "key",
                "z",
                "type",
                "SORTED_SET",
                "operation",
                "add",
                "member",
                "x",
                "score",
                1.5);
        assertThat(
                        on(
                                "cache.structure",
                                "key",
                                "z",
                                "type",
                                "SORTED_SET",
                                "operation",
                                "rank",
                                "member",
                                "x"))
                .containsEntry("result", 0L);
        on("cache.structure", "key", "l", "type", "LIST", "operation", "append", "value", "a");
        assertThat(
                        on(
                                "cache.structure",
                                "key",
                                "l",
                                "type",
                                "LIST",
                                "operation",
                                "get",
                                "index",
                                0))
                .containsEntry("result", "a");
        on("cache.structure", "key", "c", "type", "COUNTER", "operation", "increment", "by", 5);
        assertThat(on("cache.structure", "key", "c", "type", "COUNTER", "operation", "get"))
                .containsEntry("result", 5L);
    }

    @Test
    void scansClearsAndCounts() {
        for (int i = 0; i < 5; i++) {
            on("cache.put", "key", "k." + i, "value", i);
        }
        Map<String, Object> page = on("cache.scan", "pattern", "k.*", "limit", 3);
        assertThat((List<?>) page.get("keys")).hasSize(3);
        Map<String, Object> last =
                on("cache.scan", "pattern", "k.*", "limit", 3, "cursor", page.get("cursor"));
        assertThat((List<?>) last.get("keys")).hasSize(2);
        assertThat(last).doesNotContainKey("cursor");
        on("cache.get", "key", "k.1");
        on("cache.get", "key", "none");
        assertThat(on("cache.stats"))
                .containsEntry("hits", 1L)
                .containsEntry("misses", 1L)
                .containsEntry("size", 5L)
                .containsKeys("hitRate", "loads", "evictions");
        assertThat(on("cache.clear")).containsEntry("cleared", 5L);
    }

    @Test
    void comparesAndFetches() {
        on("cache.region", "mode", "REPLICATED");
        on("cache.put", "key", "k", "value", 1);
        assertThat(on("cache.check", "repair", true))
                .containsEntry("keys", 1L)
                .containsEntry("agrees", true)
                .containsEntry("differences", List.of())
                .containsEntry("more", false)
                .containsEntry("repaired", 0L)
                .containsEntry("silent", List.of());
        assertThat(on("cache.warm"))
                .containsEntry("peer", null)
                .containsEntry("fetched", 0L)
                .containsEntry("entries", 1L);
        assertThat(client.error("cache.warm", "region", "other")).isEqualTo("MPREG-1400");
        assertThat(client.error("cache.check", "region", "r", "repair", 1)).isEqualTo("MPREG-1400");
    }

    @Test
    void refusesBadRequests() {
        assertThat(client.error("cache.get", "key", "k")).isEqualTo("MPREG-1400");
        assertThat(client.error("cache.get", "region", "r")).isEqualTo("MPREG-1400");
        assertThat(client.error("cache.put", "region", "a b", "key", "k")).isEqualTo("MPREG-1400");
        assertThat(client.error("cache.put", "region", "r", "key", "k", "ttlMs", -1))
                .isEqualTo("MPREG-1400");
        assertThat(client.error("cache.invalidate", "region", "r")).isEqualTo("MPREG-1400");
        assertThat(client.error("cache.invalidate", "region", "r", "key", "a", "tag", "b"))
                .isEqualTo("MPREG-1400");
        assertThat(client.error("cache.atomic", "region", "r", "key", "k")).isEqualTo("MPREG-1400");
        assertThat(client.error("cache.atomic", "region", "r", "key", "k", "operation", "X"))
                .isEqualTo("MPREG-1400");
        assertThat(
                        client.error(
                                "cache.structure",
                                "region",
                                "r",
                                "key",
                                "k",
                                "type",
                                "SET",
                                "operation",
                                "fly"))
                .isEqualTo("MPREG-1400");
        assertThat(client.error("cache.region", "region", "r", "mode", "X"))
                .isEqualTo("MPREG-1400");
        assertThat(client.error("cache.region", "region", "r", "maxEntries", 0))
                .isEqualTo("MPREG-1400");
        assertThat(client.error("cache.scan", "region", "r", "limit", 0)).isEqualTo("MPREG-1400");
    }

    @Test
    void tellsTheTimelineOfWhatBelongsTogether() {
        client.ok("subscribe", "subscription", "s", "patterns", List.of("t"));
        Map<String, Object> receipt = client.ok("publish", "topic", "t", "correlationId", "c-1");
        List<?> events =
                (List<?>) client.ok("monitor.timeline", "correlationId", "c-1").get("events");
        assertThat(events.stream().<Object>map(e -> ((Map<?, ?>) e).get("type")))
                .containsExactly("message.published", "message.delivered");
        Map<?, ?> first = (Map<?, ?>) events.get(0);
        assertThat(first.keySet().toString())
                .contains("trackingId", "correlationId", "system", "node", "cluster", "timestamp")
                .contains("latencyMs", "success", "details", "topic");
        assertThat(first.get("timestamp")).isEqualTo("2026-01-01T00:00:00.000Z");
        assertThat(
                        (List<?>)
                                client.ok("monitor.timeline", "messageId", receipt.get("messageId"))
                                        .get("events"))
                .hasSize(2);
        assertThat(client.ok("monitor.timeline", "trackingId", "none"))
                .containsEntry("events", List.of());
        assertThat(client.error("monitor.timeline")).isEqualTo("MPREG-1400");
        assertThat(client.error("monitor.timeline", "messageId", "x")).isEqualTo("MPREG-1400");
        Map<String, Object> put =
                client.ok("cache.put", "region", "r", "key", "k", "correlationId", "c-2");
        assertThat(put).containsEntry("correlationId", "c-2");
        assertThat(client.ok("monitor.timeline", "correlationId", "c-2").toString())
                .contains("cache.put");
        assertThat(client.ok("monitor.timeline", "trackingId", client.session.id()).toString())
                .contains("transport.opened");
    }

    @Test
    void tellsHealthAndMetrics() {
        client.ok("publish", "topic", "t");
        Map<String, Object> health = client.ok("monitor.health");
        assertThat(((Map<?, ?>) health.get("systems")).keySet())
                .isEqualTo(Set.of("rpc", "pubsub", "queue", "cache", "federation", "transport"));
        long sum =
                ((Map<?, ?>) health.get("counts")).values().stream().mapToLong(n -> (Long) n).sum();
        assertThat(sum).isEqualTo(6);
        Map<?, ?> metrics = (Map<?, ?>) client.ok("monitor.metrics").get("metrics");
        assertThat(metrics.get("transport.sessions")).isEqualTo(1L);
        assertThat(metrics.keySet().toString())
                .contains("transport.health.score", "transport.framesIn", "pubsub.operations");
    }

    @Test
    void explainsRoutes() {
        client.ok("subscribe", "subscription", "s", "patterns", List.of("t.#"));
        Map<String, Object> told = client.ok("route.explain", "topic", "t.x");
        assertThat(told.get("receivers").toString()).contains("PUBSUB", "t.#", "n1");
        assertThat(told)
                .containsKeys("excluded", "path", "estimatedLatencyMs", "policy", "receivers");
        assertThat(client.ok("route.explain", "topic", "t.x", "kind", "RPC"))
                .containsEntry("receivers", List.of());
        assertThat(client.error("route.explain", "topic", "a..b")).isEqualTo("MPREG-1400");
        assertThat(client.error("route.explain", "topic", "a", "kind", "X"))
                .isEqualTo("MPREG-1400");
        client.ok("route.stats");
    }

    @Test
    void tellsTheClusterOfOneNode() {
        Map<String, Object> member = new HashMap<>();
        member.put("node", "n1");
        member.put("cluster", "c1");
        member.put("version", "test");
        member.put("state", "ALIVE");
        member.put("self", true);
        assertThat(client.ok("cluster.members")).containsEntry("members", List.of(member));
        on("cache.put", "key", "k", "value", 1);
        assertThat(client.ok("cluster.catalog", "kind", "region").get("entries").toString())
                .contains("name=r");
        assertThat(client.ok("cluster.catalog", "kind", "function").get("entries").toString())
                .contains("mpreg.echo");
        assertThat(client.error("cluster.catalog", "kind", "x")).isEqualTo("MPREG-1400");
        assertThat(client.ok("federation.status")).containsEntry("links", List.of());
        assertThat(client.ok("federation.rules")).containsEntry("rules", List.of());
    }
}
