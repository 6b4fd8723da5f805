package io.mpreg.engine.node;

import static io.mpreg.engine.node.WireJson.at;
import static io.mpreg.engine.node.WireJson.has;
import static io.mpreg.engine.node.WireJson.list;
import static io.mpreg.engine.node.WireJson.number;
import static io.mpreg.engine.node.WireJson.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Router, monitor, cluster and federation, as the protocol promises them. */
class WireConformanceMonitorTest {

    @TempDir static Path folder;
    private static WireNode node;

    @BeforeAll
    static void start() {
        node = new WireNode(folder);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @AfterEach
    void rest() {
        node.rest();
    }

    @Test
    void metricsCountWhatSubscribersDidNotGet() {
        WirePeer peer = node.peer();
        peer.ok(
                "subscribe",
                "'subscription':'last','patterns':['last.*'],'credit':0,"
                        + "'onSlow':'COALESCE','keyHeader':'k'");
        peer.ok("publish", "'topic':'last.a','payload':1,'headers':{'k':'x'}");
        peer.ok("publish", "'topic':'last.a','payload':2,'headers':{'k':'x'}");
        has(
                at(peer.ok("monitor.metrics", ""), "metrics"),
                "'pubsub.subscriptions':1,'pubsub.dropped.coalesced':1,'pubsub.dropped.oldest':0");
    }

    @Test
    void explainsAllFourSystems() {
        WirePeer peer = node.peer();
        peer.ok("subscribe", "'subscription':'ex','patterns':['ex.#']");
        peer.ok("queue.create", "'queue':'ex-q'");
        peer.ok("queue.bind", "'queue':'ex-q','patterns':['ex.*']");
        peer.ok("queue.create", "'queue':'ex-off'");
        peer.ok("queue.bind", "'queue':'ex-off','patterns':['ex.a'],'enabled':false");
        peer.ok("rpc.register", "'function':'ex.a'");
        peer.ok("cache.put", "'region':'ex','key':'a','value':1");
        Map<String, Object> reply = peer.ok("route.explain", "'topic':'ex.a'");
        assertThat(reply)
                .containsKeys("receivers", "excluded", "path", "estimatedLatencyMs", "policy");
        List<String> systems = new ArrayList<>();
        for (Object receiver : list(reply, "receivers")) {
            has(receiver, "'node':'wire','cluster':'lab'");
            assertThat((Map<?, ?>) receiver).asString().contains("id", "pattern", "why");
            systems.add(text(receiver, "system"));
        }
        assertThat(systems).contains("PUBSUB", "QUEUE", "RPC");
        assertThat(list(reply, "excluded").toString()).contains("ex-off", "reason");
        assertThat(at(reply, "estimatedLatencyMs")).isInstanceOf(Number.class);
        Map<String, Object> queues = peer.ok("route.explain", "'topic':'ex.a','kind':'QUEUE'");
        assertThat(list(queues, "receivers").toString()).contains("ex-q").doesNotContain("PUBSUB");
        for (String kind :
                List.of("RPC", "PUBSUB", "QUEUE", "CACHE", "FEDERATION", "CONTROL", "DATA")) {
            peer.ok("route.explain", "'topic':'ex.a','kind':'%s'", kind);
        }
        assertThat(list(peer.ok("route.explain", "'topic':'no.one'"), "receivers")).isEmpty();
        assertThat(peer.ok("route.stats", "").size()).isGreaterThan(2);
    }

    @Test
    void tellsTheTimelineOfAPublication() {
        WirePeer peer = node.peer();
        peer.ok("subscribe", "'patterns':['tl.#']");
        String id = text(peer.ok("publish", "'topic':'tl.a','correlationId':'tl-c'"), "messageId");
        peer.push("message");
        for (String by : List.of("'correlationId':'tl-c'", "'messageId':'" + id + "'")) {
            List<?> events = timeline(peer, by, "message.published", "message.delivered");
            has(
                    events.get(0),
                    "'type':'message.published','system':'PUBSUB','topic':'tl.a','node':'wire',"
                            + "'cluster':'lab','success':true,'correlationId':'tl-c'");
            for (Object event : events) {
                Instant.parse(text(event, "timestamp"));
                assertThat(at(event, "details")).isInstanceOf(Map.class);
                assertThat(text(event, "trackingId")).isNotEmpty();
            }
            String tracking = text(events.get(0), "trackingId");
            timeline(peer, "'trackingId':'" + tracking + "'", "message.published");
        }
        assertThat(list(peer.ok("monitor.timeline", "'correlationId':'none'"), "events")).isEmpty();
    }

    @Test
    void tellsTheTimelineOfAQueueMessage() {
        WirePeer peer = node.peer();
        peer.ok("queue.create", "'queue':'tlq','backoffMs':0,'maxRetries':1");
        String id =
                text(
                        peer.ok("queue.send", "'queue':'tlq','payload':1,'correlationId':'tlq-c'"),
                        "messageId");
        peer.ok("queue.consume", "'queue':'tlq'");
        nack(peer, "REQUEUE");
        nack(peer, "DEAD_LETTER");
        for (String by : List.of("'correlationId':'tlq-c'", "'messageId':'" + id + "'")) {
            timeline(
                    peer,
                    by,
                    "queue.enqueued",
                    "queue.delivered",
                    "queue.requeued",
                    "queue.delivered",
                    "queue.dead_lettered");
        }
        peer.ok("queue.send", "'queue':'tlq','payload':2,'correlationId':'tlq-d'");
        peer.ok("queue.ack", "'delivery':'%s'", peer.push("delivery").get("delivery"));
        timeline(
                peer,
                "'correlationId':'tlq-d'",
                "queue.enqueued",
                "queue.delivered",
                "queue.acknowledged");
    }

    private static void nack(WirePeer peer, String action) {
        peer.ok(
                "queue.nack",
                "'delivery':'%s','action':'%s'",
                peer.push("delivery").get("delivery"),
                action);
    }

    @Test
    void tellsTheTimelineOfACall() {
        WirePeer peer = node.peer();
        peer.ok(
                "rpc.call",
                "'correlationId':'tlr','requestId':'tlr-1','commands':["
                        + "{'name':'a','function':'mpreg.echo','args':[1]},"
                        + "{'name':'b','function':'mpreg.fail','args':['no',{'$ref':'a'}]}]");
        List<?> events =
                timeline(
                        peer,
                        "'correlationId':'tlr'",
                        "rpc.started",
                        "rpc.command.started",
                        "rpc.command.completed",
                        "rpc.command.started",
                        "rpc.command.failed",
                        "rpc.completed");
        has(events.get(0), "'system':'RPC'");
        timeline(peer, "'trackingId':'tlr-1'", "rpc.started");
    }

    @Test
    void tellsTheTimelineOfTheCache() {
        WirePeer peer = node.peer();
        peer.ok("cache.put", "'region':'tlc','key':'k','value':1,'correlationId':'tlc'");
        peer.ok("cache.get", "'region':'tlc','key':'k','correlationId':'tlc'");
        peer.ok("cache.get", "'region':'tlc','key':'x','correlationId':'tlc'");
        peer.ok("cache.invalidate", "'region':'tlc','key':'k','correlationId':'tlc'");
        timeline(
                peer,
                "'correlationId':'tlc'",
                "cache.put",
                "cache.hit",
                "cache.miss",
                "cache.invalidated");
    }

    @Test
    void tellsHealthOfAllSystems() {
        WirePeer peer = node.peer();
        Map<String, Object> health = peer.ok("monitor.health", "");
        String known = "HEALTHY|DEGRADED|CRITICAL|UNAVAILABLE";
        assertThat(text(health, "status")).matches(known);
        assertThat(((Number) at(health, "score")).doubleValue()).isBetween(0.0, 1.0);
        long sum = 0;
        for (String each : known.split("\\|")) {
            sum += number(health, "counts/" + each);
        }
        assertThat(sum).isEqualTo(6);
        assertThat((Map<?, ?>) at(health, "systems")).hasSize(6);
        for (String system :
                List.of("rpc", "pubsub", "queue", "cache", "federation", "transport")) {
            assertThat(text(health, "systems/" + system + "/status")).matches(known);
            at(health, "systems/" + system + "/score");
        }
        assertThat(peer.ok("monitor.metrics", "").size()).isGreaterThan(2);
    }

    @Test
    void knowsMembersCatalogueAndFederation() {
        WirePeer peer = node.peer();
        peer.ok("rpc.register", "'function':'cat.f'");
        peer.ok("queue.create", "'queue':'cat-q'");
        assertThat(list(peer.ok("cluster.members", ""), "members").toString())
                .contains("wire", "lab");
        assertThat(peer.ok("cluster.catalog", "").toString()).contains("cat.f", "cat-q");
        peer.ok("cluster.catalog", "'kind':'function'");
        assertThat(peer.ok("federation.status", "").size()).isGreaterThan(2);
        assertThat(peer.ok("federation.rules", "")).containsKey("rules");
    }

    /** The events, once these are among them in this order. */
    private static List<?> timeline(WirePeer peer, String by, String... types) {
        List<List<?>> last = new ArrayList<>();
        try {
            peer.until(
                    () -> {
                        last.clear();
                        last.add(list(peer.ok("monitor.timeline", by), "events"));
                        int found = 0;
                        for (Object event : last.get(0)) {
                            found +=
                                    found < types.length && types[found].equals(text(event, "type"))
                                            ? 1
                                            : 0;
                        }
                        return found == types.length;
                    });
        } catch (AssertionError e) {
            throw new AssertionError(List.of(types) + " are not in order in " + last, e);
        }
        return last.get(0);
    }
}
