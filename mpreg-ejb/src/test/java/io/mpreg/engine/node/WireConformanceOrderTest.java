package io.mpreg.engine.node;

import static io.mpreg.engine.node.WireJson.has;
import static io.mpreg.engine.node.WireJson.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What comes before what. That pushes stay between the replies which open and end them, and that
 * each request has one reply, is checked by {@link WirePeer} itself.
 */
class WireConformanceOrderTest {

    private static final int ROUNDS = 200;

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
    void pushesOfASubscriptionStayBetweenItsReplies() {
        WirePeer from = node.peer();
        WirePeer to = node.peer();
        for (int i = 0; i < ROUNDS; i++) {
            for (int j = 0; j < 5; j++) {
                from.ask("publish", "'topic':'so.x','payload':%d", j);
            }
            to.ok("subscribe", "'subscription':'s%d','patterns':['so.#'],'backlogSeconds':60", i);
            to.ok("unsubscribe", "'subscription':'s%d'", i);
        }
        to.ok("ping", "");
    }

    @Test
    void deliveriesStayBetweenTheRepliesOfTheirConsumer() {
        WirePeer from = node.peer();
        WirePeer to = node.peer();
        from.ok("queue.create", "'queue':'do','durability':'MEMORY','maxRetries':0");
        for (int i = 0; i < ROUNDS; i++) {
            from.ask("queue.send", "'queue':'do','payload':%d", i);
            to.ok("queue.consume", "'queue':'do','consumer':'c%d'", i);
            to.ok("queue.cancel", "'consumer':'c%d'", i);
        }
        to.ok("queue.consume", "'queue':'do','consumer':'last','prefetch':1000");
        List<Long> got = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            Map<String, Object> delivery =
                    to.push(push -> "last".equals(push.get("consumer")), "of the last");
            has(delivery, "'attempt':1");
            got.add(number(delivery, "payload"));
        }
        assertThat(got).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void carriesOutABatchInOrder() {
        WirePeer peer = node.peer();
        peer.raw(
                "[{'op':'subscribe','id':'%s','subscription':'bo','patterns':['bo.#']},"
                        + "{'op':'publish','id':'%s','topic':'bo.a','payload':1},"
                        + "{'op':'latest','id':'%s','pattern':'bo.#'},"
                        + "{'op':'unsubscribe','id':'%s','subscription':'bo'},"
                        + "{'op':'publish','id':'%s','topic':'bo.a','payload':2},"
                        + "{'op':'queue.create','id':'%s','queue':'bo'},"
                        + "{'op':'queue.bind','id':'%s','queue':'bo','patterns':['bo.*']},"
                        + "{'op':'queue.sendVia','id':'%s','topic':'bo.q','payload':3},"
                        + "{'op':'queue.delete','id':'%s','queue':'bo'}]",
                peer.expect("1"),
                peer.expect("2"),
                peer.expect("3"),
                peer.expect("4"),
                peer.expect("5"),
                peer.expect("6"),
                peer.expect("7"),
                peer.expect("8"),
                peer.expect("9"));
        has(peer.ok("1"), "'replayed':0");
        has(peer.ok("2"), "'matched':1");
        has(peer.ok("3"), "'messages':[{'payload':1}]");
        has(peer.ok("4"), "'removed':true");
        has(peer.ok("5"), "'matched':0");
        has(peer.ok("6"), "'created':true");
        peer.ok("7");
        has(peer.ok("8"), "'queues':['bo']");
        has(peer.ok("9"), "'deleted':true");
    }

    @Test
    void putsTheCorrelationIntoWhatArrives() {
        WirePeer peer = node.peer();
        peer.ok("subscribe", "'patterns':['co.#']");
        peer.ok("publish", "'topic':'co.a','correlationId':'mine'");
        peer.push("message", "'headers':{'correlationId':'mine'}");
        peer.ok("queue.send", "'queue':'co','payload':1,'correlationId':'mine'");
        peer.ok("queue.consume", "'queue':'co'");
        peer.push("delivery", "'headers':{'correlationId':'mine'}");
    }
}
