package io.mpreg.engine.node;

import static io.mpreg.engine.node.WireJson.has;
import static io.mpreg.engine.node.WireJson.list;
import static io.mpreg.engine.node.WireJson.number;
import static io.mpreg.engine.node.WireJson.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sending to queues can ask for, as the protocol promises it. */
class WireConformanceSendTest {

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
    void deliversByPriorityAndInOrderAmongEquals() {
        WirePeer peer = node.peer();
        peer.ok("queue.create", "'queue':'pr','type':'PRIORITY'");
        int[] priorities = {0, 5, 9, 5, 0, 9};
        for (int i = 0; i < priorities.length; i++) {
            peer.ok("queue.send", "'queue':'pr','payload':%d,'priority':%d", i, priorities[i]);
        }
        peer.ok("queue.consume", "'queue':'pr','prefetch':1");
        for (int expected : new int[] {2, 5, 1, 3, 0, 4}) {
            ack(peer, peer.push("delivery", "'payload':" + expected));
        }
    }

    @Test
    void delaysAndExpires() {
        WirePeer peer = node.peer();
        peer.ok("queue.create", "'queue':'de','type':'DELAY'");
        peer.ok("queue.send", "'queue':'de','payload':'late','delayMs':300");
        peer.ok("queue.send", "'queue':'de','payload':'soon','delayMs':50");
        peer.ok("queue.send", "'queue':'de','payload':'now'");
        peer.ok("queue.consume", "'queue':'de'");
        peer.push("delivery", "'payload':'now'");
        peer.push("delivery", "'payload':'soon'");
        peer.push("delivery", "'payload':'late'");
        peer.ok("queue.send", "'queue':'ttl','payload':'brief','ttlMs':1");
        peer.ok("queue.send", "'queue':'ttl','payload':'long','ttlMs':600000");
        peer.until(() -> number(peer.ok("queue.info", "'queue':'ttl'"), "stats/expired") == 1);
        peer.ok("queue.consume", "'queue':'ttl'");
        peer.push("delivery", "'payload':'long'");
        peer.nothing("delivery");
    }

    @Test
    void keepsTheOrderOfAKey() {
        WirePeer peer = node.peer();
        peer.ok("queue.create", "'queue':'ok','backoffMs':0");
        for (int i = 0; i < 3; i++) {
            peer.ok("queue.send", "'queue':'ok','payload':'a%d','orderingKey':'a'", i);
        }
        peer.ok("queue.send", "'queue':'ok','payload':'b0','orderingKey':'b'");
        peer.ok("queue.consume", "'queue':'ok'");
        Map<String, Object> first = peer.push("delivery", "'payload':'a0'");
        ack(peer, peer.push("delivery", "'payload':'b0'"));
        peer.nothing("delivery");
        peer.ok("queue.nack", "'delivery':'%s'", first.get("delivery"));
        ack(peer, peer.push("delivery", "'payload':'a0','attempt':2"));
        ack(peer, peer.push("delivery", "'payload':'a1'"));
        ack(peer, peer.push("delivery", "'payload':'a2'"));
    }

    @Test
    void refusesBeyondTheDepth() {
        WirePeer peer = node.peer();
        peer.ok("queue.create", "'queue':'full','maxDepth':2");
        peer.ok("queue.send", "'queue':'full','payload':1");
        peer.ok("queue.send", "'queue':'full','payload':2");
        Map<String, Object> reply =
                peer.reply(peer.ask("queue.send", "'queue':'full','payload':3"));
        Map<String, Object> details = WirePeer.details(1429, "queue.send", reply);
        assertThat(text(reply, "message")).contains("capacity").contains("full");
        assertThat(number(details, "limit")).isEqualTo(2);
        peer.ok("queue.consume", "'queue':'full'");
        ack(peer, peer.push("delivery"));
        peer.ok("queue.send", "'queue':'full','payload':3");
    }

    @Test
    void knowsDuplicates() {
        WirePeer peer = node.peer();
        peer.ok("queue.create", "'queue':'di','dedupe':'ID'");
        Map<String, Object> first =
                peer.ok("queue.send", "'queue':'di','payload':1,'dedupeId':'x'");
        has(first, "'duplicate':false");
        has(
                peer.ok("queue.send", "'queue':'di','payload':2,'dedupeId':'x'"),
                "'duplicate':true,'messageId':'%s'",
                first.get("messageId"));
        has(peer.ok("queue.send", "'queue':'di','payload':2,'dedupeId':'y'"), "'duplicate':false");
        String own = "01J9Z3K8QK4V6M2X5T7B8C9D0F";
        has(
                peer.ok("queue.send", "'queue':'di','payload':3,'messageId':'%s'", own),
                "'duplicate':false,'messageId':'%s'",
                own);
        has(
                peer.ok("queue.send", "'queue':'di','payload':3,'messageId':'%s'", own),
                "'duplicate':true,'messageId':'%s'",
                own);
        has(peer.ok("queue.info", "'queue':'di'"), "'stats':{'depth':3}");
        peer.ok("queue.create", "'queue':'fp','dedupe':'FINGERPRINT'");
        String message = "'queue':'fp','payload':{'a':1},'topic':'t','headers':{'h':'1'}";
        has(peer.ok("queue.send", message), "'duplicate':false");
        has(peer.ok("queue.send", message), "'duplicate':true");
        has(peer.ok("queue.send", message.replace("'1'", "'2'")), "'duplicate':false");
        has(peer.ok("queue.send", message.replace("'t'", "'u'")), "'duplicate':false");
        has(peer.ok("queue.send", message.replace(":1}", ":2}")), "'duplicate':false");
        has(peer.ok("queue.send", "'queue':'off','payload':1"), "'duplicate':false");
        has(peer.ok("queue.send", "'queue':'off','payload':1"), "'duplicate':false");
    }

    @Test
    void sendsABroadcastToEachConsumer() {
        WirePeer peer = node.peer();
        WirePeer other = node.peer();
        peer.ok("queue.create", "'queue':'bc'");
        peer.ok("queue.consume", "'queue':'bc'");
        other.ok("queue.consume", "'queue':'bc'");
        peer.ok("queue.send", "'queue':'bc','payload':1,'guarantee':'BROADCAST'");
        Map<String, Object> mine = peer.push("delivery", "'payload':1");
        Map<String, Object> theirs = other.push("delivery", "'payload':1");
        assertThat(mine.get("messageId")).isEqualTo(theirs.get("messageId"));
        ack(peer, mine);
        assertThat(number(peer.ok("queue.info", "'queue':'bc'"), "stats/inFlight")).isPositive();
        ack(other, theirs);
        peer.until(() -> isEmpty(peer, "bc"));
    }

    @Test
    void endsAQuorumWithEnoughAcknowledgements() {
        WirePeer one = node.peer();
        WirePeer two = node.peer();
        WirePeer three = node.peer();
        one.ok("queue.create", "'queue':'qu'");
        for (WirePeer each : List.of(one, two, three)) {
            each.ok("queue.consume", "'queue':'qu'");
        }
        one.ok("queue.send", "'queue':'qu','payload':1,'guarantee':'QUORUM','requiredAcks':2");
        Map<String, Object> first = one.push("delivery");
        Map<String, Object> second = two.push("delivery");
        Map<String, Object> late = three.push("delivery");
        ack(one, first);
        assertThat(isEmpty(one, "qu")).isFalse();
        ack(two, second);
        one.until(() -> number(one.ok("queue.info", "'queue':'qu'"), "stats/acknowledged") > 0);
        three.ok("queue.ack", "'delivery':'%s'", late.get("delivery"));
        one.until(() -> isEmpty(one, "qu"));
    }

    @Test
    void keepsABroadcastForTheFirstConsumer() {
        WirePeer peer = node.peer();
        peer.ok("queue.create", "'queue':'bw'");
        peer.ok("queue.send", "'queue':'bw','payload':1,'guarantee':'BROADCAST'");
        peer.ok("queue.send", "'queue':'bw','payload':2,'guarantee':'QUORUM'");
        peer.ok("queue.consume", "'queue':'bw'");
        ack(peer, peer.push("delivery", "'payload':1"));
        ack(peer, peer.push("delivery", "'payload':2"));
        peer.until(() -> isEmpty(peer, "bw"));
    }

    @Test
    void firesAndForgets() {
        WirePeer peer = node.peer();
        peer.ok("queue.create", "'queue':'ff'");
        peer.ok("queue.send", "'queue':'ff','payload':'lost','guarantee':'FIRE_AND_FORGET'");
        peer.ok("queue.consume", "'queue':'ff'");
        peer.ok("queue.send", "'queue':'ff','payload':'got','guarantee':'FIRE_AND_FORGET'");
        peer.push("delivery", "'payload':'got'");
        has(peer.ok("queue.info", "'queue':'ff'"), "'stats':{'inFlight':0,'depth':0}");
        peer.ok("queue.send", "'queue':'ff','payload':'once','guarantee':'EXACTLY_ONCE'");
        ack(peer, peer.push("delivery", "'payload':'once'"));
    }

    @Test
    void sendsByTopicToEveryQueueOnce() {
        WirePeer peer = node.peer();
        bind(peer, "v1", "'via.#','via.*'", "");
        bind(peer, "v2", "'via.a'", "");
        bind(peer, "v3", "'via.a'", ",'enabled':false");
        bind(peer, "v4", "'other'", "");
        Map<String, Object> sent = peer.ok("queue.sendVia", "'topic':'via.a','payload':1");
        has(sent, "'strategy':'FANOUT_ALL'");
        assertThat(list(sent, "queues").toString()).contains("v1", "v2");
        assertThat(list(sent, "queues")).hasSize(2);
        assertThat(list(sent, "matchedPatterns").toString()).contains("via.a");
        for (String queue : List.of("v1", "v2")) {
            has(
                    peer.ok("queue.browse", "'queue':'%s'", queue),
                    "'messages':[{'payload':1,'topic':'via.a','messageId':'%s'}]",
                    sent.get("messageId"));
        }
        peer.error(1404, "queue.sendVia", "'topic':'nobody.bound','payload':1");
        has(peer.ok("queue.unbind", "'queue':'v1','patterns':['via.#']"), "'removed':1");
        has(peer.ok("queue.unbind", "'queue':'v1'"), "'removed':1");
        has(peer.ok("queue.unbind", "'queue':'v1','patterns':['x']"), "'removed':0");
        has(peer.ok("queue.sendVia", "'topic':'via.a','payload':1"), "'queues':['v2']");
    }

    @Test
    void choosesOneQueueByStrategy() {
        WirePeer peer = node.peer();
        bind(peer, "s1", "'st.#'", ",'priority':1,'weight':1");
        bind(peer, "s2", "'st.#'", ",'priority':9,'weight':5");
        for (String strategy :
                List.of("ROUND_ROBIN", "PRIORITY_WEIGHTED", "LOAD_BALANCED", "RANDOM_SELECTION")) {
            Set<Object> chosen = new HashSet<>();
            peer.ok("queue.purge", "'queue':'s1'");
            peer.ok("queue.purge", "'queue':'s2'");
            for (int i = 0; i < 40; i++) {
                Map<String, Object> sent =
                        peer.ok(
                                "queue.sendVia",
                                "'topic':'st.x','payload':1,'strategy':'%s'",
                                strategy);
                has(sent, "'strategy':'%s'", strategy);
                assertThat(list(sent, "queues")).hasSize(1);
                chosen.addAll(list(sent, "queues"));
            }
            if (strategy.equals("PRIORITY_WEIGHTED")) {
                assertThat(chosen).containsExactly("s2");
            } else {
                assertThat(chosen).as(strategy).containsExactlyInAnyOrder("s1", "s2");
            }
        }
    }

    @Test
    void replacesABinding() {
        WirePeer peer = node.peer();
        bind(peer, "rb", "'rb.x'", ",'enabled':false");
        peer.error(1404, "queue.sendVia", "'topic':'rb.x','payload':1");
        peer.ok("queue.bind", "'queue':'rb','patterns':['rb.x'],'enabled':true");
        has(peer.ok("queue.sendVia", "'topic':'rb.x','payload':1"), "'queues':['rb']");
        has(peer.ok("queue.unbind", "'queue':'rb'"), "'removed':1");
    }

    private static void bind(WirePeer peer, String queue, String patterns, String more) {
        peer.ok("queue.create", "'queue':'" + queue + "'");
        peer.ok("queue.bind", "'queue':'" + queue + "','patterns':[" + patterns + "]" + more);
    }

    private static boolean isEmpty(WirePeer peer, String queue) {
        Map<String, Object> info = peer.ok("queue.info", "'queue':'" + queue + "'");
        return number(info, "stats/depth") == 0 && number(info, "stats/inFlight") == 0;
    }

    private static void ack(WirePeer peer, Map<String, Object> delivery) {
        has(peer.ok("queue.ack", "'delivery':'%s'", delivery.get("delivery")), "'acknowledged':1");
    }
}
