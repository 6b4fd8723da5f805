package io.mpreg.engine.node;

import static io.mpreg.engine.node.WireJson.at;
import static io.mpreg.engine.node.WireJson.has;
import static io.mpreg.engine.node.WireJson.list;
import static io.mpreg.engine.node.WireJson.map;
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

/** Calls and what they report, as the protocol promises it. */
class WireConformanceRpcTest {

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
    void hasTheBuiltInFunctions() {
        WirePeer peer = node.peer();
        Map<String, Object> reply =
                call(
                        peer,
                        command("a", "mpreg.echo", "'args':[{'x':1}]"),
                        command("b", "mpreg.echos", "'args':[1,'two',null]"),
                        command("c", "mpreg.sleep", "'args':[1]"),
                        command("d", "mpreg.node", ""),
                        command("e", "mpreg.add", "'args':[1,2,3.5]"),
                        command("f", "mpreg.add", "'args':[[1,2]]"),
                        command("g", "mpreg.merge", "'kwargs':{'k':[1],'l':null}"),
                        command("h", "mpreg.fail", "'args':['no way']"));
        has(
                reply,
                "'results':{'a':{'x':1},'b':[1,'two',null],'c':1,"
                        + "'d':{'node':'wire','cluster':'lab'},'e':6.5,'f':3,"
                        + "'g':{'k':[1],'l':null}},'successRate':87.5");
        has(
                reply,
                "'outcomes':{'h':{'status':'FAILED','error':{'code':'MPREG-1003'}},"
                        + "'a':{'status':'SUCCEEDED','level':0,'node':'wire','attempt':1}}");
        assertThat(text(reply, "outcomes/h/error/message")).contains("no way");
        assertThat(map(reply, "results")).doesNotContainKey("h");
        number(reply, "outcomes/a/durationMs");
        number(reply, "outcomes/a/waitedMs");
        has(call(peer), "'results':{},'outcomes':{},'successRate':100");
    }

    @Test
    void resolvesReferencesWhereverTheyStand() {
        WirePeer peer = node.peer();
        Map<String, Object> reply =
                call(
                        peer,
                        command(
                                "last",
                                "mpreg.merge",
                                "'kwargs':{'x':[{'y':{'$ref':'src.list[1].deep'}}],"
                                        + "'w':{'$ref':'src'},'q':{'$lit':{'$ref':'none'}}}"),
                        command(
                                "src",
                                "mpreg.echo",
                                "'args':[{'list':[0,{'deep':[7]}],'none':null}]"),
                        command("nil", "mpreg.echo", "'args':[{'$ref':'src.none'}]"),
                        command("el", "mpreg.echo", "'args':[{'$ref':'src.list[1].deep[0]'}]"));
        has(
                reply,
                "'results':{'last':{'x':[{'y':[7]}],'w':{'none':null},'q':{'$ref':'none'}},"
                        + "'nil':null,'el':7},'outcomes':{'src':{'level':0},'last':{'level':1}}");
        assertThat(map(reply, "results")).hasSize(3);
        assertThat(map(reply, "outcomes")).hasSize(4);
    }

    @Test
    void refusesBrokenGraphsBeforeAnythingRuns() {
        WirePeer peer = node.peer();
        String echo = "'mpreg.echo'";
        String[][] cases = {
            {"{'name':'a','function':%1$s},{'name':'a','function':%1$s}", "a"},
            {"{'name':'a','function':%1$s,'args':[{'$ref':'nobody.x'}]}", "a"},
            {"{'name':'a','function':%1$s,'args':[{'$ref':'a'}]}", "a"},
            {
                "{'name':'a','function':%1$s,'args':[{'$ref':'b'}]},"
                        + "{'name':'b','function':%1$s,'kwargs':{'k':[{'$ref':'a.x'}]}}",
                null
            },
            {"{'name':'','function':%1$s}", ""},
        };
        for (String[] each : cases) {
            Map<String, Object> details =
                    peer.error(
                            1002, "rpc.call", "'commands':[" + String.format(each[0], echo) + "]");
            assertThat(details).containsKeys("command", "path");
            if (each[1] != null) {
                assertThat(details).containsEntry("command", each[1]);
            }
            peer.error(1002, "rpc.explain", "'commands':[" + String.format(each[0], echo) + "]");
        }
        StringBuilder many = new StringBuilder("{'name':'c','function':'mpreg.node'}");
        for (int i = 0; i < 1000; i++) {
            many.append(",{'name':'c").append(i).append("','function':'mpreg.node'}");
        }
        peer.error(1002, "rpc.call", "'commands':[" + many + "]");
    }

    @Test
    void tellsWhatBecameOfEachCommand() {
        WirePeer peer = node.peer();
        Map<String, Object> reply =
                call(
                        peer,
                        command("none", "no.such", ""),
                        command("skip", "mpreg.echo", "'args':[{'$ref':'none'}]"),
                        command("skip2", "mpreg.echo", "'args':[{'$ref':'skip'}]"),
                        command("src", "mpreg.echo", "'args':[{'a':[1]}]"),
                        command("path", "mpreg.echo", "'args':[{'$ref':'src.b'}]"),
                        command("index", "mpreg.echo", "'args':[{'$ref':'src.a[1]'}]"),
                        command("late", "mpreg.sleep", "'args':[60000],'timeoutMs':50"),
                        command("fine", "mpreg.echo", "'args':[1]"));
        has(
                reply,
                "'results':{'fine':1},'outcomes':{"
                        + "'none':{'status':'FAILED','error':{'code':'MPREG-1001'}},"
                        + "'skip':{'status':'SKIPPED','skippedBecause':'none','level':1},"
                        + "'skip2':{'status':'SKIPPED','level':2},"
                        + "'src':{'status':'SUCCEEDED'},"
                        + "'path':{'status':'FAILED','error':{'code':'MPREG-1007'}},"
                        + "'index':{'status':'FAILED','error':{'code':'MPREG-1007'}},"
                        + "'late':{'status':'TIMED_OUT','error':{'code':'MPREG-1004'}},"
                        + "'fine':{'status':'SUCCEEDED'}},'successRate':25");
        assertThat(map(reply, "outcomes/fine")).doesNotContainKey("error");
    }

    @Test
    void endsARequestInTime() {
        WirePeer peer = node.peer();
        Map<String, Object> reply =
                peer.ok(
                        "rpc.call",
                        "'timeoutMs':50,'commands':[%s,%s,%s]",
                        command("slow", "mpreg.sleep", "'args':[60000]"),
                        command("next", "mpreg.echo", "'args':[{'$ref':'slow'}]"),
                        command("quick", "mpreg.echo", "'args':[1]"));
        has(
                reply,
                "'results':{'quick':1},'outcomes':{"
                        + "'slow':{'status':'TIMED_OUT','error':{'code':'MPREG-1004'}}}");
        assertThat(text(reply, "outcomes/next/status")).isIn("SKIPPED", "TIMED_OUT");
    }

    @Test
    void reportsLevelsIntermediatesAndSummary() {
        WirePeer peer = node.peer();
        Map<String, Object> reply =
                peer.ok(
                        "rpc.call",
                        "'requestId':'rep-1','intermediate':true,'summary':true,"
                                + "'commands':[%s,%s,%s]",
                        command("c", "mpreg.add", "'args':[{'$ref':'a'},{'$ref':'b'}]"),
                        command("a", "mpreg.echo", "'args':[1]"),
                        command("b", "mpreg.sleep", "'args':[20]"));
        has(
                reply,
                "'requestId':'rep-1','results':{'c':21},'intermediate':["
                        + "{'level':0,'results':{'a':1,'b':20},'accumulated':{'a':1,'b':20},"
                        + "'completedLevels':1,'totalLevels':2,'progress':50},"
                        + "{'level':1,'results':{'c':21},'accumulated':{'a':1,'b':20,'c':21},"
                        + "'completedLevels':2,'totalLevels':2,'progress':100}],"
                        + "'summary':{'levels':2,'bottleneckLevel':0,'maxParallel':2,"
                        + "'crossClusterHops':0}");
        assertThat(list(reply, "summary/levelMs")).hasSize(2);
        number(reply, "summary/totalMs");
        at(reply, "summary/averageLevelMs");
        assertThat(at(reply, "summary/nodes").toString()).matches("1|\\[wire\\]");
        assertThat(at(reply, "intermediate/0/elapsedMs")).isInstanceOf(Number.class);
        Map<String, Object> plain = call(peer, command("a", "mpreg.node", ""));
        assertThat(plain).doesNotContainKeys("intermediate", "summary");
        assertThat(text(plain, "requestId")).isNotEmpty();
    }

    @Test
    void refusesRequestIdsInUseAndCancels() {
        WirePeer peer = node.peer();
        String slow = command("s", "mpreg.sleep", "'args':[60000]");
        String next = command("n", "mpreg.echo", "'args':[{'$ref':'s'}]");
        String first = peer.ask("rpc.call", "'requestId':'rid','commands':[%s,%s]", slow, next);
        WirePeer other = node.peer();
        peer.error(1409, "rpc.call", "'requestId':'rid','commands':[%s]", slow);
        other.error(1409, "rpc.call", "'requestId':'rid','commands':[%s]", slow);
        has(other.ok("rpc.cancel", "'requestId':'nobody'"), "'cancelled':false");
        has(other.ok("rpc.cancel", "'requestId':'rid'"), "'cancelled':true");
        has(
                peer.ok(first),
                "'outcomes':{'s':{'status':'CANCELLED','error':{'code':'MPREG-1005'}}}");
        has(other.ok("rpc.cancel", "'requestId':'rid'"), "'cancelled':false");
        has(
                peer.ok("rpc.call", "'requestId':'rid','commands':[]"),
                "'requestId':'rid','results':{}");
    }

    @Test
    void explainsWithoutRunning() {
        WirePeer provider = node.peer();
        WirePeer peer = node.peer();
        provider.ok("rpc.register", "'function':'ex.f','version':'1.2'");
        has(
                peer.ok(
                        "rpc.explain",
                        "'commands':[%s,%s,%s]",
                        command("b", "mpreg.echo", "'args':[{'$ref':'a'}]"),
                        command("a", "ex.f", ""),
                        command("z", "none.f", "")),
                "'candidates':{'z':[]}");
        Map<String, Object> reply =
                peer.ok(
                        "rpc.explain",
                        "'commands':[%s,%s]",
                        command("b", "mpreg.echo", "'args':[{'$ref':'a'}]"),
                        command("a", "ex.f", ""));
        has(reply, "'levels':[['a'],['b']]");
        assertThat(list(reply, "candidates/a").toString()).contains("wire");
        provider.nothing("rpc.invoke");
    }

    @Test
    void publishesProgressIfAsked() {
        WirePeer peer = node.peer();
        WirePeer provider = node.peer();
        peer.ok("subscribe", "'patterns':['mpreg.rpc.command.pr-1:c.*','mpreg.rpc.level.#']");
        provider.ok("rpc.register", "'function':'pro.f'");
        String call =
                peer.ask(
                        "rpc.call",
                        "'requestId':'pr-1','progress':true,'correlationId':'pr-c',"
                                + "'commands':[%s]",
                        command("c", "pro.f", ""));
        Map<String, Object> invoke = provider.push("rpc.invoke");
        has(
                event(peer, "started"),
                "'payload':{'requestId':'pr-1','command':'c','function':'pro.f'}");
        provider.error(
                1400, "rpc.progress", "'invocation':'%s','percent':101", invoke.get("invocation"));
        provider.ok(
                "rpc.progress",
                "'invocation':'%s','percent':40,'step':'half'",
                invoke.get("invocation"));
        has(
                event(peer, "progress"),
                "'payload':{'requestId':'pr-1','command':'c','function':'pro.f','percent':40,"
                        + "'step':'half'},'headers':{'correlationId':'pr-c'}");
        provider.ok("rpc.return", "'invocation':'%s','value':1", invoke.get("invocation"));
        peer.ok(call);
        has(
                event(peer, "completed"),
                "'payload':{'status':'SUCCEEDED','node':'wire'},"
                        + "'headers':{'correlationId':'pr-c'}");
        peer.ok("rpc.call", "'requestId':'pr-2','commands':[]");
    }

    private static Map<String, Object> event(WirePeer peer, String kind) {
        String topic = "mpreg.rpc.command.pr-1:c." + kind;
        return peer.push(push -> topic.equals(push.get("topic")), topic);
    }

    @Test
    void keepsResultsIfAsked() {
        WirePeer peer = node.peer();
        WirePeer provider = node.peer();
        provider.ok("rpc.register", "'function':'keep.f','cacheable':{'ttlMs':60000}");
        Set<Object> values = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            String call =
                    peer.ask(
                            "rpc.call",
                            "'cacheable':true,'commands':[%s]",
                            command("k", "keep.f", "'args':[1]"));
            if (i == 0) {
                provider.ok(
                        "rpc.return",
                        "'invocation':'%s','value':5",
                        provider.push("rpc.invoke").get("invocation"));
            }
            values.add(at(peer.ok(call), "results/k"));
        }
        assertThat(values).containsExactly(5L);
        provider.nothing("rpc.invoke");
    }

    static Map<String, Object> call(WirePeer peer, String... commands) {
        return peer.ok("rpc.call", "'commands':[" + String.join(",", commands) + "]");
    }

    static String command(String name, String function, String more) {
        return "{'name':'"
                + name
                + "','function':'"
                + function
                + "'"
                + (more.isEmpty() ? "" : "," + more)
                + "}";
    }

    static List<?> functions(WirePeer peer, String pattern) {
        return list(peer.ok("rpc.list", "'pattern':'%s'", pattern), "functions");
    }
}
