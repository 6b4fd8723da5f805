package io.mpreg.engine.node;

import static io.mpreg.engine.node.WireJson.at;
import static io.mpreg.engine.node.WireJson.has;
import static io.mpreg.engine.node.WireJson.list;
import static io.mpreg.engine.node.WireJson.number;
import static io.mpreg.engine.node.WireJson.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.engine.session.SessionSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames, ids, batches and limits of a connection, as the protocol promises them. */
class WireConformanceSessionTest {

    @TempDir static Path folder;
    private static WireNode node;

    @BeforeAll
    static void start() {
        SessionSettings few = SessionSettings.defaults();
        node =
                new WireNode(
                        folder,
                        all ->
                                WireNode.with(
                                        all,
                                        new SessionSettings(
                                                few.maxPayload(),
                                                few.maxFrame(),
                                                few.maxPatterns(),
                                                few.heartbeat(),
                                                few.missedBeats(),
                                                3,
                                                few.malformedFrames(),
                                                few.windowBytes(),
                                                few.outbox(),
                                                few.links())));
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
    void greetsAtAnyTimeWithEverythingPromised() {
        WirePeer peer = node.peer();
        peer.ok("ping", "");
        for (String client : List.of("", "'client':null", "'client':'me','more':[1]")) {
            Map<String, Object> hello = peer.ok("hello", client);
            has(hello, "'node':'wire','cluster':'lab','heartbeatMs':20000");
            assertThat(at(hello, "session")).isInstanceOf(String.class);
            assertThat(at(hello, "version")).isInstanceOf(String.class);
            assertThat(number(hello, "limits/payloadBytes")).isEqualTo(1 << 20);
            assertThat(number(hello, "limits/frameBytes")).isEqualTo(4 << 20);
            assertThat(number(hello, "limits/patternsPerSubscription")).isEqualTo(100);
        }
    }

    @Test
    void answersMalformedFramesAndStaysOpen() {
        WirePeer peer = node.peer();
        for (String frame :
                List.of(
                        "",
                        "{",
                        "no",
                        "1",
                        "'text'",
                        "null",
                        "true",
                        "{}",
                        "{'op':1}",
                        "{'op':null}",
                        "{'op':'ping'}{}",
                        "{'a':1,}")) {
            peer.raw(frame);
            Map<String, Object> error = peer.push("error");
            has(error, "'code':'MPREG-1400','details':{}");
            assertThat(error).doesNotContainKey("id").containsKey("message");
        }
        peer.ok("ping", "");
    }

    @Test
    void bearsTheIdEvenWithoutAnOp() {
        WirePeer peer = node.peer();
        peer.raw("{'id':'%s'}", peer.expect("x"));
        has(peer.reply("x"), "'op':'error','code':'MPREG-1400'");
    }

    @Test
    void wantsAnIdThatIsText() {
        WirePeer peer = node.peer();
        for (String id : List.of("", ",'id':null", ",'id':7", ",'id':{}")) {
            peer.raw("{'op':'ping'%s}", id);
            has(peer.push("error"), "'code':'MPREG-1400','details':{'field':'id','op':'ping'}");
        }
        peer.ok("ping", "");
    }

    @Test
    void endsWithSixteenMalformedFramesInARow() {
        WirePeer peer = node.peer();
        for (int i = 0; i < 15; i++) {
            peer.raw("nonsense");
        }
        peer.ok("ping", "");
        for (int i = 0; i < 15; i++) {
            peer.raw("[1,2]");
        }
        peer.raw("[1,{'op':'ping','id':'%s'}]", peer.expect("mixed"));
        peer.ok("mixed");
        for (int i = 0; i < 16; i++) {
            peer.raw("nonsense");
        }
        assertThat(peer.closeCode()).isEqualTo(1008);
    }

    @Test
    void endsWithAFrameOverTheLimit() {
        WirePeer peer = node.peer();
        peer.raw("{'op':'ping','id':'a','x':'" + "x".repeat(4 << 20) + "'}");
        assertThat(peer.closeCode()).isEqualTo(1009);
    }

    @Test
    void takesBatchesInOrder() {
        WirePeer peer = node.peer();
        peer.raw(
                "[{'op':'cache.put','id':'%s','region':'b','key':'k','value':1},"
                        + "{'op':'cache.get','id':'%s','region':'b','key':'k'},"
                        + "7,{'op':'nope','id':'%s'},"
                        + "{'op':'cache.remove','id':'%s','region':'b','key':'k'},"
                        + "{'op':'cache.get','id':'%s','region':'b','key':'k'}]",
                peer.expect("b1"),
                peer.expect("b2"),
                peer.expect("b3"),
                peer.expect("b4"),
                peer.expect("b5"));
        has(peer.ok("b1"), "'stored':true");
        has(peer.ok("b2"), "'found':true,'value':1");
        has(peer.push("error"), "'code':'MPREG-1400'");
        WirePeer.details(1400, "nope", peer.reply("b3"));
        has(peer.ok("b4"), "'removed':true");
        has(peer.ok("b5"), "'found':false");
        peer.raw("[]");
        peer.ok("ping", "");
    }

    @Test
    void refusesUnknownOperationsAndIgnoresUnknownFields() {
        WirePeer peer = node.peer();
        for (String op : List.of("nope", "queue", "queue.", "PING", "message", "ok")) {
            peer.error(1400, op, "'x':1");
        }
        peer.ok("ping", "'zzz':{'deep':[1,{'a':null}]},'op2':'x'");
        peer.ok("publish", "'topic':'u.f','payload':1,'future':true");
        peer.ok("cache.put", "'region':'u','key':'k','value':1,'future':true");
    }

    @Test
    void runsRequestsOfAConnectionConcurrently() {
        WirePeer peer = node.peer();
        String slow = peer.ask("rpc.call", "'requestId':'slow-1',%s", sleep(60_000));
        String other = peer.ask("rpc.call", sleep(1));
        has(peer.ok(other), "'results':{'s':1}");
        peer.ok("ping", "");
        assertThat(peer.isAnswered(slow)).isFalse();
        has(peer.ok("rpc.cancel", "'requestId':'slow-1'"), "'cancelled':true");
        has(peer.ok(slow), "'outcomes':{'s':{'status':'CANCELLED'}}");
    }

    @Test
    void refusesAnIdInUseAndTakesItAgainLater() {
        WirePeer peer = node.peer();
        String call = "{'op':'rpc.call','id':'%s','requestId':'dup-1',%s}";
        peer.raw(call, peer.expect("d"), sleep(60_000));
        WirePeer second = node.peer();
        second.ok("ping", "");
        peer.forget("d");
        peer.raw("{'op':'ping','id':'d'}");
        WirePeer.details(1409, "ping", peer.push("error"));
        second.raw("{'op':'ping','id':'%s'}", second.expect("d"));
        second.ok("d");
        second.ok("rpc.cancel", "'requestId':'dup-1'");
        has(peer.push("ok"), "'id':'d','results':{}");
        peer.raw("{'op':'ping','id':'%s'}", peer.expect("d"));
        peer.ok("d");
    }

    @Test
    void refusesMoreOpenRequestsThanAllowed() {
        WirePeer peer = node.peer();
        List<String> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            open.add(peer.ask("rpc.call", "'requestId':'open-%d',%s", i, sleep(60_000)));
        }
        Map<String, Object> details = peer.error(1429, "ping", "");
        assertThat(number(details, "limit")).isEqualTo(3);
        WirePeer other = node.peer();
        for (int i = 0; i < 3; i++) {
            other.ok("rpc.cancel", "'requestId':'open-%d'", i);
        }
        open.forEach(peer::ok);
        peer.ok("ping", "");
    }

    @Test
    void refusesPayloadsOverTheLimit() {
        WirePeer peer = node.peer();
        String fits = "'" + "x".repeat((1 << 20) - 2) + "'";
        String big = "'" + "x".repeat((1 << 20) - 1) + "'";
        peer.ok("publish", "'topic':'p.l','payload':" + fits);
        assertThat(number(peer.error(1413, "publish", "'topic':'p.l','payload':" + big), "limit"))
                .isEqualTo(1 << 20);
        peer.ok("queue.send", "'queue':'pl','payload':" + fits);
        peer.error(1413, "queue.send", "'queue':'pl','payload':" + big);
        peer.ok("cache.put", "'region':'pl','key':'k','value':" + fits);
        peer.error(1413, "cache.put", "'region':'pl','key':'k','value':" + big);
        peer.error(
                1413,
                "cache.atomic",
                "'region':'pl','key':'z','operation':'PUT_IF_ABSENT','value':" + big);
        peer.ok("ping", "");
    }

    @Test
    void closesNothingForTheDeepestNesting() {
        WirePeer peer = node.peer();
        peer.raw("{'op':'publish','id':'x','topic':'a','payload':" + "[".repeat(100_000));
        has(peer.push("error"), "'code':'MPREG-1400'");
        peer.ok("ping", "");
    }

    @Test
    void keepsEveryJsonValueAsItIs() {
        WirePeer peer = node.peer();
        for (String value :
                List.of(
                        "null",
                        "true",
                        "0",
                        "-1",
                        "9007199254740993",
                        "1.5",
                        "1e300",
                        "''",
                        "'\\u00e4\\ud83d\\ude00\\n'",
                        "[]",
                        "{}",
                        "[null,[{}]]",
                        "{'a':{'b':[1,null]},'':2}")) {
            peer.ok("cache.put", "'region':'json','key':'v','value':" + value);
            Map<String, Object> read = peer.ok("cache.get", "'region':'json','key':'v'");
            assertThat(read.get("value")).isEqualTo(object("'v':" + value).get("v"));
            assertThat(read).containsKey("value").containsEntry("found", true);
        }
    }

    @Test
    void forwardsBytesOfAnotherContentType() {
        WirePeer peer = node.peer();
        peer.ok("subscribe", "'subscription':'bytes','patterns':['bytes.#']");
        String bytes = "{'$bytes':'AAEC/w==','contentType':'application/x-it'}";
        peer.ok("publish", "'topic':'bytes.a','payload':" + bytes);
        has(peer.push("message"), "'payload':" + bytes);
        peer.ok("cache.put", "'region':'bytes','key':'k','value':" + bytes);
        has(peer.ok("cache.get", "'region':'bytes','key':'k'"), "'value':" + bytes);
        peer.ok("queue.send", "'queue':'bytes','payload':" + bytes);
        has(peer.ok("queue.browse", "'queue':'bytes'"), "'messages':[{'payload':" + bytes + "}]");
        peer.error(1400, "publish", "'topic':'bytes.a','payload':{'$bytes':'***'}");
    }

    @Test
    void makesACorrelationIdAndReturnsIt() {
        WirePeer peer = node.peer();
        for (List<String> request :
                List.of(
                        List.of("publish", "'topic':'c.i'"),
                        List.of("queue.send", "'queue':'ci','payload':1"),
                        List.of("rpc.call", "'commands':[]"),
                        List.of("cache.put", "'region':'ci','key':'k','value':1"),
                        List.of("cache.get", "'region':'ci','key':'k'"),
                        List.of("cache.invalidate", "'region':'ci','key':'k'"),
                        List.of("cache.remove", "'region':'ci','key':'k'"))) {
            String op = request.get(0);
            assertThat(peer.ok(op, request.get(1) + ",'correlationId':'mine'"))
                    .as(op)
                    .containsEntry("correlationId", "mine");
            assertThat(peer.ok(op, request.get(1)).get("correlationId"))
                    .as(op)
                    .isInstanceOf(String.class);
            assertThat(peer.ok(op, request.get(1) + ",'correlationId':null").get("correlationId"))
                    .as(op)
                    .isInstanceOf(String.class);
        }
        assertThat(list(peer.ok("queue.list", ""), "queues").toString()).contains("ci");
    }

    private static String sleep(int ms) {
        return "'commands':[{'name':'s','function':'mpreg.sleep','args':[" + ms + "]}]";
    }
}
