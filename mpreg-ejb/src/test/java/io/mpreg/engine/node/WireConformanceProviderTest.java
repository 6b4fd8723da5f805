package io.mpreg.engine.node;

import static io.mpreg.engine.node.WireConformanceRpcTest.call;
import static io.mpreg.engine.node.WireConformanceRpcTest.command;
import static io.mpreg.engine.node.WireConformanceRpcTest.functions;
import static io.mpreg.engine.node.WireJson.at;
import static io.mpreg.engine.node.WireJson.has;
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

/** Functions that clients provide, as the protocol promises them. */
class WireConformanceProviderTest {

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
    void invokesWithAllFields() {
        WirePeer provider = node.peer();
        WirePeer caller = node.peer();
        provider.ok(
                "rpc.register",
                "'function':'p.all','functionId':'f-1','version':'v1.2.3','resources':['gpu'],"
                        + "'tags':['t'],'idempotent':true,'concurrency':2,'description':'d'");
        String call =
                caller.ask(
                        "rpc.call",
                        "'requestId':'all-1','commands':[%s]",
                        command(
                                "c",
                                "p.all",
                                "'args':[1,{'a':null}],'kwargs':{'k':'v'},'timeoutMs':20000,"
                                        + "'version':'>=1,<2','resources':['gpu'],"
                                        + "'functionId':'f-1','targetCluster':'lab'"));
        Map<String, Object> invoke =
                provider.push(
                        "rpc.invoke",
                        "'function':'p.all','args':[1,{'a':null}],'kwargs':{'k':'v'},"
                                + "'command':'c','requestId':'all-1'");
        assertThat(text(invoke, "version")).contains("1.2.3");
        assertThat(number(invoke, "deadlineMs")).isBetween(1L, 20000L);
        assertThat(text(invoke, "idempotencyKey")).isNotEmpty();
        provider.ok("rpc.return", "'invocation':'%s','value':{'r':[1]}", invoke.get("invocation"));
        has(caller.ok(call), "'results':{'c':{'r':[1]}}");
        provider.error(1404, "rpc.return", "'invocation':'%s','value':1", invoke.get("invocation"));
        has(
                functions(caller, "p.all").get(0),
                "'function':'p.all','functionId':'f-1','resources':['gpu'],'nodes':['wire']");
        assertThat(functions(caller, "p.#")).hasSize(1);
        assertThat(functions(caller, "q.#")).isEmpty();
        assertThat(functions(caller, "#").toString()).contains("mpreg.echo", "mpreg.merge");
    }

    @Test
    void passesOnTheErrorOfAProvider() {
        WirePeer provider = node.peer();
        WirePeer caller = node.peer();
        provider.ok("rpc.register", "'function':'p.err'");
        String call = caller.ask("rpc.call", "'commands':[%s]", command("c", "p.err", ""));
        provider.ok(
                "rpc.return",
                "'invocation':'%s','error':{'message':'too bad','type':'Bad'}",
                provider.push("rpc.invoke").get("invocation"));
        Map<String, Object> reply = caller.ok(call);
        has(
                reply,
                "'results':{},'outcomes':{'c':{'status':'FAILED','error':{'code':'MPREG-1003'}}},"
                        + "'successRate':0");
        assertThat(text(reply, "outcomes/c/error/message")).contains("too bad");
    }

    @Test
    void tellsBothSidesOfAResultThatIsTooLarge() {
        WirePeer provider = node.peer();
        WirePeer caller = node.peer();
        provider.ok("rpc.register", "'function':'p.big'");
        String call = caller.ask("rpc.call", "'commands':[%s]", command("c", "p.big", ""));
        provider.error(
                1413,
                "rpc.return",
                "'invocation':'%s','value':'%s'",
                provider.push("rpc.invoke").get("invocation"),
                "x".repeat(1 << 20));
        has(caller.ok(call), "'outcomes':{'c':{'status':'FAILED'}}");
    }

    @Test
    void failsWhatALostProviderWasDoing() {
        WirePeer provider = node.peer();
        WirePeer caller = node.peer();
        provider.ok("rpc.register", "'function':'p.lost'");
        String call = caller.ask("rpc.call", "'commands':[%s]", command("c", "p.lost", ""));
        provider.push("rpc.invoke");
        provider.cut();
        has(caller.ok(call), "'outcomes':{'c':{'status':'FAILED','error':{'code':'MPREG-1006'}}}");
        caller.until(() -> functions(caller, "p.lost").isEmpty());
        has(
                call(caller, command("c", "p.lost", "")),
                "'outcomes':{'c':{'status':'FAILED','error':{'code':'MPREG-1001'}}}");
    }

    @Test
    void tellsTheProviderOfCancellationAndTimeout() {
        WirePeer provider = node.peer();
        WirePeer caller = node.peer();
        provider.ok("rpc.register", "'function':'p.can'");
        String call =
                caller.ask(
                        "rpc.call",
                        "'requestId':'can-1','commands':[%s]",
                        command("c", "p.can", ""));
        Object invocation = provider.push("rpc.invoke").get("invocation");
        caller.ok("rpc.cancel", "'requestId':'can-1'");
        provider.push("rpc.cancelled", "'invocation':'%s'", invocation);
        has(caller.ok(call), "'outcomes':{'c':{'status':'CANCELLED'}}");
        String late =
                caller.ask("rpc.call", "'commands':[%s]", command("c", "p.can", "'timeoutMs':40"));
        Object second = provider.push("rpc.invoke").get("invocation");
        provider.push("rpc.cancelled", "'invocation':'%s'", second);
        has(caller.ok(late), "'outcomes':{'c':{'status':'TIMED_OUT'}}");
        provider.error(1404, "rpc.return", "'invocation':'%s','value':1", second);
    }

    @Test
    void refusesTheSameVersionTwice() {
        WirePeer provider = node.peer();
        WirePeer other = node.peer();
        Object first = provider.ok("rpc.register", "'function':'p.two'").get("provider");
        provider.error(1409, "rpc.register", "'function':'p.two'");
        provider.error(1409, "rpc.register", "'function':'p.two','version':'1'");
        provider.ok("rpc.register", "'function':'p.two','version':'2'");
        other.ok("rpc.register", "'function':'p.two'");
        provider.ok("rpc.unregister", "'provider':'%s'", first);
        provider.error(1404, "rpc.unregister", "'provider':'%s'", first);
        provider.ok("rpc.register", "'function':'p.two'");
    }

    @Test
    void choosesByVersionResourceAndCluster() {
        WirePeer peer = node.peer();
        for (String version : List.of("1", "1.5", "2.0.1")) {
            peer.ok("rpc.register", "'function':'p.ver','version':'%s'", version);
        }
        String[][] cases = {
            {"", "2.0.1"},
            {"1", "1"},
            {"==1.5", "1.5"},
            {">=1,<2", "1.5"},
            {">1.5", "2.0.1"},
            {"<=1.4", "1"},
            {">=3", null},
        };
        for (String[] each : cases) {
            String call =
                    peer.ask(
                            "rpc.call",
                            "'commands':[%s]",
                            command("c", "p.ver", "'version':'" + each[0] + "'"));
            if (each[1] == null) {
                has(
                        peer.ok(call),
                        "'outcomes':{'c':{'status':'FAILED','error':{'code':'MPREG-1001'}}}");
            } else {
                Map<String, Object> invoke = peer.push("rpc.invoke");
                assertThat(text(invoke, "version")).startsWith(each[1]);
                peer.ok("rpc.return", "'invocation':'%s'", invoke.get("invocation"));
                has(peer.ok(call), "'results':{'c':null}");
            }
        }
        for (String unfit : List.of("'resources':['none']", "'targetCluster':'far'")) {
            has(call(peer, command("c", "p.ver", unfit)), "'outcomes':{'c':{'status':'FAILED'}}");
        }
        peer.error(
                1400, "rpc.call", "'commands':[%s]", command("c", "p.ver", "'version':'about 2'"));
    }

    @Test
    void spreadsCallsOverEqualProviders() {
        WirePeer one = node.peer();
        WirePeer two = node.peer();
        WirePeer caller = node.peer();
        one.ok("rpc.register", "'function':'p.spread'");
        two.ok("rpc.register", "'function':'p.spread'");
        for (int i = 0; i < 10; i++) {
            caller.ask("rpc.call", "'commands':[%s]", command("c", "p.spread", ""));
        }
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            for (WirePeer each : List.of(one, two)) {
                Object invocation = each.push("rpc.invoke").get("invocation");
                assertThat(seen.add(invocation)).isTrue();
                each.ok("rpc.return", "'invocation':'%s','value':1", invocation);
            }
        }
        caller.until(() -> caller.isAnswered("r1"));
    }

    @Test
    void limitsTheConcurrencyOfAProvider() {
        WirePeer provider = node.peer();
        WirePeer caller = node.peer();
        provider.ok("rpc.register", "'function':'p.one','concurrency':1");
        for (int i = 0; i < 3; i++) {
            caller.ask("rpc.call", "'commands':[%s]", command("c", "p.one", ""));
        }
        for (int i = 0; i < 3; i++) {
            Object invocation = provider.push("rpc.invoke").get("invocation");
            provider.nothing("rpc.invoke");
            provider.ok("rpc.return", "'invocation':'%s','value':1", invocation);
        }
        for (int i = 1; i <= 3; i++) {
            has(caller.ok("r" + i), "'results':{'c':1}");
        }
        assertThat(at(caller.ok("ping", ""), "op")).isEqualTo("ok");
    }
}
