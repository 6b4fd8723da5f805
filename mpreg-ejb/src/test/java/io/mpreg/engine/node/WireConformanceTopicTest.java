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

/** Publications and subscriptions, as the protocol promises them. */
class WireConformanceTopicTest {

    private static final String ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}";

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
    void pushesAMessageWithAllItsFields() {
        WirePeer from = node.peer();
        WirePeer to = node.peer();
        has(
                to.ok("subscribe", "'subscription':'s','patterns':['f.*.a','f.#']"),
                "'subscription':'s','replayed':0");
        Map<String, Object> receipt =
                from.ok(
                        "publish",
                        "'topic':'f.x.a','payload':{'n':[1,null]},'headers':{'k':'v'},"
                                + "'guarantee':'FIRE_AND_FORGET'");
        has(receipt, "'matched':1");
        assertThat(text(receipt, "messageId")).matches(ULID);
        Map<String, Object> message =
                to.push(
                        "message",
                        "'subscription':'s','topic':'f.x.a','payload':{'n':[1,null]},"
                                + "'headers':{'k':'v'},'messageId':'%s','replayed':false",
                        receipt.get("messageId"));
        assertThat(Instant.parse(text(message, "timestamp")))
                .isBefore(Instant.now().plusSeconds(1));
        assertThat(text(message, "timestamp")).matches(".*T\\d\\d:\\d\\d:\\d\\d\\.\\d{3,}Z");
        to.ok("publish", "'topic':'f.end'");
        to.push("message", "'topic':'f.end','payload':null");
    }

    @Test
    void keepsTheIdsThatClientsChoose() {
        WirePeer peer = node.peer();
        String id = "01J9Z3K8QK4V6M2X5T7B8C9D0E";
        peer.ok("subscribe", "'subscription':'own','patterns':['own']");
        has(peer.ok("publish", "'topic':'own','messageId':'%s'", id), "'messageId':'" + id + "'");
        peer.push("message", "'messageId':'" + id + "','subscription':'own'");
        String made = text(peer.ok("subscribe", "'patterns':['made']"), "subscription");
        assertThat(made).isNotEmpty();
        peer.ok("publish", "'topic':'made'");
        peer.push("message", "'subscription':'" + made + "'");
    }

    @Test
    void replacesASubscriptionOfTheSameConnectionOnly() {
        WirePeer one = node.peer();
        WirePeer two = node.peer();
        one.ok("subscribe", "'subscription':'same','patterns':['r.a']");
        two.ok("subscribe", "'subscription':'same','patterns':['r.a']");
        one.ok("subscribe", "'subscription':'same','patterns':['r.b']");
        has(one.ok("publish", "'topic':'r.a'"), "'matched':1");
        has(one.ok("publish", "'topic':'r.b'"), "'matched':1");
        two.push("message", "'topic':'r.a'");
        one.push("message", "'topic':'r.b'");
        has(two.ok("unsubscribe", "'subscription':'same'"), "'removed':true");
        has(two.ok("unsubscribe", "'subscription':'same'"), "'removed':false");
        has(one.ok("unsubscribe", "'subscription':'same'"), "'removed':true");
        has(one.ok("publish", "'topic':'r.b'"), "'matched':0");
        one.nothing("message");
    }

    @Test
    void matchesByTheGrammar() {
        WirePeer peer = node.peer();
        String[][] cases = {
            {"g.#", "g", "g.b", "g.b.c"},
            {"#.gz", "gz", "x.a.gz"},
            {"g2.#.b", "g2.b", "g2.x.y.b"},
            {"g3.#.#", "g3"},
            {"#.g4.#", "g4", "x.g4.y"},
            {"g5.*", "g5.a"},
        };
        for (String[] each : cases) {
            peer.ok("subscribe", "'subscription':'g','patterns':['" + each[0] + "']");
            for (int i = 1; i < each.length; i++) {
                has(peer.ok("publish", "'topic':'" + each[i] + "'"), "'matched':1");
                peer.push("message", "'topic':'" + each[i] + "'");
            }
            for (String other : List.of("g5", "g5.a.b", "h", "G.b", "g2", "gg4")) {
                if (!each[0].equals("g5.*") || other.startsWith("g5")) {
                    boolean ownOne = each[0].equals("g2.#.b") && other.equals("g2.b");
                    if (!ownOne) {
                        has(peer.ok("publish", "'topic':'" + other + "'"), "'matched':0");
                    }
                }
            }
        }
        peer.nothing("message");
    }

    @Test
    void filtersByHeaders() {
        WirePeer peer = node.peer();
        peer.ok("subscribe", "'patterns':['h.#'],'filter':{'a':'1','b':'2'}");
        peer.ok("publish", "'topic':'h.1','headers':{'a':'1'}");
        peer.ok("publish", "'topic':'h.2','headers':{'a':'1','b':'3'}");
        peer.ok("publish", "'topic':'h.3'");
        peer.ok("publish", "'topic':'h.4','headers':{'a':'1','b':'2','c':'3'}");
        peer.push("message", "'topic':'h.4'");
        peer.nothing("message");
    }

    @Test
    void keepsTheOrderOfAPublisher() {
        WirePeer from = node.peer();
        WirePeer to = node.peer();
        to.ok("subscribe", "'patterns':['o.#']");
        for (int i = 0; i < 2000; i++) {
            from.ask("publish", "'topic':'o.%d','payload':%d", i % 3, i);
        }
        for (int i = 0; i < 2000; i++) {
            to.push("message", "'payload':" + i);
        }
    }

    @Test
    void replaysFirstThenGoesOnLive() {
        WirePeer from = node.peer();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(text(from.ok("publish", "'topic':'b.x','payload':%d", i), "messageId"));
        }
        WirePeer to = node.peer();
        has(to.ok("subscribe", "'patterns':['b.#'],'backlogSeconds':60"), "'replayed':5");
        from.ok("publish", "'topic':'b.x','payload':5");
        for (int i = 0; i < 6; i++) {
            to.push("message", "'payload':%d,'replayed':%b", i, i < 5);
        }
        WirePeer since = node.peer();
        has(
                since.ok("subscribe", "'patterns':['b.#'],'sinceMessageId':'%s'", ids.get(2)),
                "'replayed':3");
        since.push("message", "'payload':3,'replayed':true");
        since.push("message", "'payload':4");
        since.push("message", "'payload':5");
        WirePeer none = node.peer();
        has(none.ok("subscribe", "'patterns':['b.#'],'backlogSeconds':0"), "'replayed':0");
    }

    @Test
    void givesTheLatestOfEachTopic() {
        WirePeer peer = node.peer();
        for (int i = 0; i < 6; i++) {
            peer.ok("publish", "'topic':'l.%d','payload':%d,'headers':{'h':'v'}", i % 3, i);
        }
        Map<String, Object> reply = peer.ok("latest", "'pattern':'l.*'");
        List<Long> payloads = new ArrayList<>();
        for (Object message : list(reply, "messages")) {
            payloads.add(number(message, "payload"));
            has(message, "'headers':{'h':'v'}");
            assertThat(text(message, "messageId")).matches(ULID);
            Instant.parse(text(message, "timestamp"));
        }
        assertThat(payloads).containsExactlyInAnyOrder(3L, 4L, 5L);
        assertThat(list(peer.ok("latest", "'pattern':'l.*','limit':2"), "messages")).hasSize(2);
        assertThat(list(peer.ok("latest", "'pattern':'nothing.#'"), "messages")).isEmpty();
    }

    @Test
    void sendsNoMoreThanTheCredit() {
        WirePeer from = node.peer();
        WirePeer to = node.peer();
        to.ok("subscribe", "'subscription':'c','patterns':['c.#'],'credit':2");
        for (int i = 0; i < 5; i++) {
            from.ok("publish", "'topic':'c.x','payload':" + i);
        }
        to.push("message", "'payload':0");
        to.push("message", "'payload':1");
        to.nothing("message");
        to.ok("credit", "'subscription':'c','n':1");
        to.push("message", "'payload':2");
        to.nothing("message");
        to.ok("credit", "'subscription':'c','n':10");
        to.push("message", "'payload':3");
        to.push("message", "'payload':4");
        to.ok("subscribe", "'subscription':'z','patterns':['cz'],'credit':0");
        from.ok("publish", "'topic':'cz'");
        to.nothing("message");
        to.ok("credit", "'subscription':'z','n':1");
        to.push("message", "'topic':'cz'");
    }

    @Test
    void givesAGroupEachMessageOnce() {
        WirePeer one = node.peer();
        WirePeer two = node.peer();
        WirePeer alone = node.peer();
        one.ok("subscribe", "'patterns':['gr.#'],'group':'g'");
        two.ok("subscribe", "'patterns':['gr.#'],'group':'g'");
        alone.ok("subscribe", "'patterns':['gr.#']");
        for (int i = 0; i < 10; i++) {
            alone.ok("publish", "'topic':'gr.x','payload':" + i);
        }
        for (int i = 0; i < 10; i++) {
            alone.push("message", "'payload':" + i);
        }
        List<Long> got = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            got.add(number(one.push("message"), "payload"));
            got.add(number(two.push("message"), "payload"));
        }
        assertThat(got).doesNotHaveDuplicates().hasSize(10);
        one.nothing("message");
        two.nothing("message");
    }

    @Test
    void dropsByTheChosenPolicyWithoutDelayingOthers() {
        WirePeer oldest = node.peer();
        WirePeer quick = node.peer();
        for (String policy : List.of("DROP_OLDEST", "DROP_NEWEST", "COALESCE", "DISCONNECT")) {
            oldest.ok(
                    "subscribe",
                    "'subscription':'%s','patterns':['sl.#'],'credit':1,'onSlow':'%s',"
                            + "'keyHeader':'k'",
                    policy,
                    policy);
        }
        quick.ok("subscribe", "'patterns':['sl.#']");
        for (int i = 0; i < 100; i++) {
            quick.ok("publish", "'topic':'sl.x','payload':%d,'headers':{'k':'1'}", i);
            quick.push("message", "'payload':" + i);
        }
    }

    @Test
    void takesAHundredPatternsAndNoMore() {
        WirePeer peer = node.peer();
        StringBuilder patterns = new StringBuilder("'p.0'");
        for (int i = 1; i < 100; i++) {
            patterns.append(",'p.").append(i).append("'");
        }
        peer.ok("subscribe", "'patterns':[" + patterns + "]");
        Map<String, Object> reply =
                peer.reply(peer.ask("subscribe", "'patterns':[" + patterns + ",'x']"));
        assertThat((String) reply.get("code")).isIn("MPREG-1400", "MPREG-1429");
        assertThat(at(reply, "details/op")).isEqualTo("subscribe");
    }

    @Test
    void tellsSubscribersOfTheControlPlane() {
        WirePeer watcher = node.peer();
        WirePeer worker = node.peer();
        watcher.ok("subscribe", "'patterns':['mpreg.queue.watched.#','mpreg.pubsub.#']");
        worker.ok("queue.send", "'queue':'watched','payload':1");
        watcher.push(push -> "mpreg.queue.watched.enqueued".equals(push.get("topic")), "enqueued");
        worker.ok("queue.consume", "'queue':'watched'");
        Map<String, Object> delivery = worker.push("delivery");
        worker.ok("queue.ack", "'delivery':'%s'", delivery.get("delivery"));
        watcher.push(
                push -> "mpreg.queue.watched.completed".equals(push.get("topic")), "completed");
        worker.ok("subscribe", "'subscription':'tax','patterns':['zz']");
        watcher.push(
                push -> String.valueOf(push.get("topic")).startsWith("mpreg.pubsub.subscription."),
                "subscription created");
    }

    @Test
    void endsSubscriptionsWithTheirConnection() {
        WirePeer gone = node.peer();
        WirePeer stays = node.peer();
        gone.ok("subscribe", "'patterns':['gone']");
        has(stays.ok("publish", "'topic':'gone'"), "'matched':1");
        gone.push("message");
        gone.finish();
        stays.until(() -> number(stays.ok("publish", "'topic':'gone'"), "matched") == 0);
    }
}
