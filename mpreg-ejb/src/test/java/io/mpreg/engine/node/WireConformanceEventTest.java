package io.mpreg.engine.node;

import static io.mpreg.engine.node.WireJson.has;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that wait for events, as the protocol promises them. */
class WireConformanceEventTest {

    @TempDir static Path folder;
    private static WireNode node;
    private WirePeer caller;
    private WirePeer other;

    @BeforeAll
    static void start() {
        node = new WireNode(folder);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void connect() {
        caller = node.peer();
        other = node.peer();
    }

    @AfterEach
    void rest() {
        node.rest();
    }

    /* A call of one command that returns what it waited for; it waits when this returns. */
    private String waits(String after, Object... arguments) {
        String call =
                caller.ask(
                        "rpc.call",
                        "'commands':[{'name':'c','function':'mpreg.echo',"
                                + "'args':[{'$ref':'e'}],'after':[{'dependency':'e',"
                                + String.format(after, arguments)
                                + "}]}]");
        caller.ok("ping", "");
        assertThat(caller.isAnswered(call)).isFalse();
        return call;
    }

    private void gives(String call, String value) {
        has(caller.ok(call), "'results':{'c':" + value + "}");
    }

    @Test
    void waitsForMessages() {
        String call = waits("'type':'PUBSUB_MESSAGE','pattern':'e1.*'");
        other.ok("publish", "'topic':'e0.x','payload':1");
        other.ok("publish", "'topic':'e1.x','payload':{'n':[1]}");
        gives(call, "{'n':[1]}");
        String field = waits("'type':'EXTERNAL_EVENT','pattern':'e1.f','field':'n[0].m'");
        other.ok("publish", "'topic':'e1.f','payload':{'n':[{'m':7}]}");
        gives(field, "7");
    }

    @Test
    void waitsForQueues() {
        other.ok("queue.create", "'queue':'eq'");
        for (String pattern : List.of("eq.completed", "eq.*", "mpreg.queue.eq.completed")) {
            String call = waits("'type':'QUEUE_MESSAGE','pattern':'%s'", pattern);
            other.ok("queue.send", "'queue':'eq','payload':{'q':1}");
            String consumer = WireJson.text(other.ok("queue.consume", "'queue':'eq'"), "consumer");
            other.ok("queue.ack", "'delivery':'%s'", other.push("delivery").get("delivery"));
            gives(call, "{'q':1}");
            other.ok("queue.cancel", "'consumer':'%s'", consumer);
        }
    }

    @Test
    void waitsForTheCache() {
        for (String pattern : List.of("ec.k", "ec.*", "mpreg.cache.events.ec.put")) {
            String call = waits("'type':'CACHE_UPDATE','pattern':'%s'", pattern);
            other.ok("cache.put", "'region':'ec','key':'k','value':{'v':1}");
            gives(call, "{'v':1}");
        }
        String gone = waits("'type':'CACHE_UPDATE','pattern':'ec.k'");
        other.ok("cache.remove", "'region':'ec','key':'k'");
        gives(gone, "null");
        other.ok("cache.put", "'region':'ec','key':'k','value':1");
        String invalid = waits("'type':'CACHE_UPDATE','pattern':'mpreg.cache.invalidation.ec.k'");
        other.ok("cache.invalidate", "'region':'ec','key':'k'");
        gives(invalid, "null");
    }

    @Test
    void waitsForCommandsOfOthers() {
        for (String pattern :
                List.of("er-0:x.completed", "er-1:x.*", "mpreg.rpc.command.er-2:x.completed")) {
            String call = waits("'type':'RPC_COMMAND','pattern':'%s'", pattern);
            other.ok(
                    "rpc.call",
                    "'requestId':'%s','progress':true,'commands':["
                            + "{'name':'x','function':'mpreg.echo','args':[9]}]",
                    pattern.replaceAll(".*(er-\\d).*", "$1"));
            if (pattern.endsWith("completed")) {
                gives(call, "9");
            } else {
                caller.ok(call);
            }
        }
    }

    @Test
    void takesFederationEventsAndTimesOutWithoutOne() {
        String call =
                caller.ask(
                        "rpc.call",
                        "'commands':[{'name':'c','function':'mpreg.node','after':[{"
                                + "'dependency':'e','type':'FEDERATION_SYNC',"
                                + "'pattern':'far.join','timeoutMs':30}]},"
                                + "{'name':'d','function':'mpreg.echo','args':[{'$ref':'c'}]}]");
        has(
                caller.ok(call),
                "'results':{},'outcomes':{"
                        + "'c':{'status':'TIMED_OUT','error':{'code':'MPREG-1004'}},"
                        + "'d':{'status':'SKIPPED','skippedBecause':'c'}}");
    }

    @Test
    void givesTheDefaultOfAnOptionalEvent() {
        for (String value : List.of("{'d':[1]}", "null", "5")) {
            String call =
                    waits(
                            "'type':'PUBSUB_MESSAGE','pattern':'e.never','timeoutMs':40,"
                                    + "'required':false,'default':%s",
                            value);
            gives(call, value);
        }
        gives(
                waits(
                        "'type':'PUBSUB_MESSAGE','pattern':'e.never','timeoutMs':40,"
                                + "'required':false"),
                "null");
    }

    @Test
    void collectsBatches() {
        String three =
                waits(
                        "'type':'PUBSUB_MESSAGE','pattern':'eb.*','strategy':'BATCH',"
                                + "'batch':{'count':3}");
        for (int i = 0; i < 3; i++) {
            caller.ok("ping", "");
            assertThat(caller.isAnswered(three)).isFalse();
            other.ok("publish", "'topic':'eb.x','payload':" + i);
        }
        gives(three, "[0,1,2]");
        String timed =
                waits(
                        "'type':'PUBSUB_MESSAGE','pattern':'eb.*','strategy':'BATCH',"
                                + "'batch':{'count':100,'withinMs':150}");
        other.ok("publish", "'topic':'eb.x','payload':'only'");
        gives(timed, "['only']");
    }

    @Test
    void delays() {
        String call =
                waits(
                        "'type':'PUBSUB_MESSAGE','pattern':'ed.x','strategy':'DELAYED',"
                                + "'delayMs':100");
        other.ok("publish", "'topic':'ed.x','payload':1");
        gives(call, "1");
    }

    @Test
    void testsConditions() {
        String[][] cases = {
            {"{'equals':5}", "4", "5"},
            {"{'equals':'five'}", "5", "'five'"},
            {"{'field':'a.b','equals':true}", "{'a':{'b':false}}", "{'a':{'b':true}}"},
            {"{'field':'a','exists':true}", "{'b':1}", "{'a':null}"},
            {"{'field':'a','exists':false}", "{'a':1}", "{'b':1}"},
            {"{'field':'n','greater':10}", "{'n':10}", "{'n':11}"},
            {"{'field':'n','less':10}", "{'n':10}", "{'n':9.5}"},
        };
        for (String[] each : cases) {
            String call =
                    waits(
                            "'type':'PUBSUB_MESSAGE','pattern':'ek.x','strategy':'CONDITIONAL',"
                                    + "'condition':%s",
                            each[0]);
            other.ok("publish", "'topic':'ek.x','payload':" + each[1]);
            caller.ok("ping", "");
            assertThat(caller.isAnswered(call)).as(each[0]).isFalse();
            other.ok("publish", "'topic':'ek.x','payload':" + each[2]);
            gives(call, each[2]);
        }
    }

    @Test
    void countsEventsFromTheMomentOfTheRequest() {
        String call =
                caller.ask(
                        "rpc.call",
                        "'commands':[{'name':'s','function':'mpreg.sleep','args':[200]},"
                                + "{'name':'c','function':'mpreg.echos',"
                                + "'args':[{'$ref':'s'},{'$ref':'e'}],'after':[{"
                                + "'dependency':'e','type':'PUBSUB_MESSAGE',"
                                + "'pattern':'em.x'}]}]");
        caller.ok("ping", "");
        other.ok("publish", "'topic':'em.x','payload':'early'");
        has(caller.ok(call), "'results':{'c':[200,'early']}");
    }

    @Test
    void refusesWrongEvents() {
        String[][] cases = {
            {"'type':'PUBSUB_MESSAGE','pattern':'a*'", "1400"},
            {"'type':'SOMETHING','pattern':'a'", "1400"},
            {"'type':'PUBSUB_MESSAGE'", "1400"},
            {"'pattern':'a'", "1400"},
            {"'type':'PUBSUB_MESSAGE','pattern':'a','strategy':'X'", "1400"},
            {"'type':'PUBSUB_MESSAGE','pattern':'a','delayMs':-1", "1400"},
            {"'type':'PUBSUB_MESSAGE','pattern':'a','batch':7", "1400"},
            {"'type':'PUBSUB_MESSAGE','pattern':'a','strategy':'CONDITIONAL'", "1400"},
        };
        for (String[] each : cases) {
            Map<String, Object> details =
                    caller.error(
                            Integer.parseInt(each[1]),
                            "rpc.call",
                            "'commands':[{'name':'c','function':'mpreg.node','after':[{"
                                    + "'dependency':'e',"
                                    + each[0]
                                    + "}]}]");
            assertThat((String) details.get("field")).as(each[0]).startsWith("commands[0]");
        }
        caller.error(
                1002,
                "rpc.call",
                "'commands':[{'name':'c','function':'mpreg.node','after':[{"
                        + "'dependency':'c','type':'PUBSUB_MESSAGE','pattern':'a'}]}]");
    }
}
