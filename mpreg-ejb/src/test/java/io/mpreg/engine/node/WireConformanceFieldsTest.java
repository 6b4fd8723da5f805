package io.mpreg.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What requests are refused for their fields, and which absent ones are as good as null. */
class WireConformanceFieldsTest {

    @TempDir static Path folder;
    private static WireNode node;

    @BeforeAll
    static void start() {
        node = new WireNode(folder);
        WirePeer peer = node.peer();
        peer.ok("queue.create", "'queue':'q'");
        node.rest();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** Operation, fields, and the field that the error must name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "publish||topic",
                "publish|'topic':7|topic",
                "publish|'topic':''|topic",
                "publish|'topic':'a..b'|topic",
                "publish|'topic':'a.*'|topic",
                "publish|'topic':'a.#'|topic",
                "publish|'topic':'a b'|topic",
                "publish|'topic':'a','headers':[]|headers",
                "publish|'topic':'a','headers':{'x':1}|headers",
                "publish|'topic':'a','messageId':'x'|messageId",
                "publish|'topic':'a','messageId':7|messageId",
                "publish|'topic':'a','guarantee':'SOMETIMES'|guarantee",
                "publish|'topic':'a','correlationId':7|correlationId",
                "subscribe||patterns",
                "subscribe|'patterns':[]|patterns",
                "subscribe|'patterns':'a'|patterns",
                "subscribe|'patterns':[1]|patterns",
                "subscribe|'patterns':['a','b*']|patterns",
                "subscribe|'patterns':['**']|patterns",
                "subscribe|'patterns':['a..b']|patterns",
                "subscribe|'patterns':['a'],'subscription':7|subscription",
                "subscribe|'patterns':['a'],'credit':-1|credit",
                "subscribe|'patterns':['a'],'credit':'x'|credit",
                "subscribe|'patterns':['a'],'onSlow':'PANIC'|onSlow",
                "subscribe|'patterns':['a'],'filter':[]|filter",
                "subscribe|'patterns':['a'],'filter':{'h':1}|filter",
                "subscribe|'patterns':['a'],'backlogSeconds':-1|backlogSeconds",
                "subscribe|'patterns':['a'],'sinceMessageId':'x'|sinceMessageId",
                "subscribe|'patterns':['a'],'group':7|group",
                "unsubscribe||subscription",
                "credit|'subscription':'s'|n",
                "credit|'n':1|subscription",
                "credit|'subscription':'s','n':0|n",
                "credit|'subscription':'s','n':-1|n",
                "latest||pattern",
                "latest|'pattern':'a*'|pattern",
                "latest|'pattern':'a','limit':'x'|limit",
                "queue.create||queue",
                "queue.create|'queue':''|queue",
                "queue.create|'queue':'a b'|queue",
                "queue.create|'queue':'n','type':'LIFO'|type",
                "queue.create|'queue':'n','maxDepth':-1|maxDepth",
                "queue.create|'queue':'n','maxRetries':-1|maxRetries",
                "queue.create|'queue':'n','ackTimeoutMs':'x'|ackTimeoutMs",
                "queue.create|'queue':'n','ackTimeoutMs':-5|ackTimeoutMs",
                "queue.create|'queue':'n','ttlMs':1.5|ttlMs",
                "queue.create|'queue':'n','backoffMs':-1|backoffMs",
                "queue.create|'queue':'n','dedupe':'X'|dedupe",
                "queue.create|'queue':'n','dedupeWindowMs':-1|dedupeWindowMs",
                "queue.create|'queue':'n','deadLetter':'yes'|deadLetter",
                "queue.create|'queue':'n','durability':'TAPE'|durability",
                "queue.create|'queue':'n','singleActive':1|singleActive",
                "queue.delete||queue",
                "queue.info|'queue':7|queue",
                "queue.bind|'queue':'q'|patterns",
                "queue.bind|'queue':'q','patterns':['a*']|patterns",
                "queue.bind|'queue':'q','patterns':['a'],'priority':'x'|priority",
                "queue.bind|'queue':'q','patterns':['a'],'enabled':'x'|enabled",
                "queue.send|'payload':1|queue",
                "queue.send|'queue':'q','topic':'a.*'|topic",
                "queue.send|'queue':'q','priority':'x'|priority",
                "queue.send|'queue':'q','delayMs':-1|delayMs",
                "queue.send|'queue':'q','ttlMs':-1|ttlMs",
                "queue.send|'queue':'q','requiredAcks':0|requiredAcks",
                "queue.send|'queue':'q','dedupeId':7|dedupeId",
                "queue.send|'queue':'q','orderingKey':7|orderingKey",
                "queue.send|'queue':'q','guarantee':'X'|guarantee",
                "queue.send|'queue':'q','messageId':'x'|messageId",
                "queue.sendVia|'payload':1|topic",
                "queue.sendVia|'topic':'a','strategy':'X'|strategy",
                "queue.consume||queue",
                "queue.consume|'queue':'q','prefetch':0|prefetch",
                "queue.consume|'queue':'q','prefetch':'x'|prefetch",
                "queue.consume|'queue':'q','autoAck':'x'|autoAck",
                "queue.cancel||consumer",
                "queue.ack||delivery",
                "queue.ack|'deliveries':'x'|deliveries",
                "queue.ack|'deliveries':[1]|deliveries",
                "queue.nack||delivery",
                "queue.nack|'delivery':'d','action':'EAT'|action",
                "queue.nack|'delivery':'d','action':'DELAY','delayMs':-1|delayMs",
                "queue.extend|'delivery':'d'|ms",
                "queue.extend|'delivery':'d','ms':-1|ms",
                "queue.browse|'queue':'q','limit':'x'|limit",
                "queue.browse|'queue':'q','limit':-1|limit",
                "queue.dlq.list||queue",
                "queue.dlq.redrive|'queue':'q','messageIds':'x'|messageIds",
                "rpc.call||commands",
                "rpc.call|'commands':{}|commands",
                "rpc.call|'commands':[7]|commands",
                "rpc.call|'commands':[],'timeoutMs':-1|timeoutMs",
                "rpc.call|'commands':[],'timeoutMs':'x'|timeoutMs",
                "rpc.call|'commands':[],'timeoutMs':0|timeoutMs",
                "rpc.call|'commands':[{'name':'a','function':'f','timeoutMs':0}]|commands[0].timeoutMs",
                "rpc.call|'commands':[{'name':'a'}]|commands[0].function",
                "rpc.call|'commands':[{'name':7,'function':'f'}]|commands[0].name",
                "rpc.call|'commands':[{'name':'a','function':'f','args':{}}]|commands[0].args",
                "rpc.call|'commands':[{'name':'a','function':'f','kwargs':[]}]|commands[0].kwargs",
                "rpc.call|'commands':[{'name':'a','function':'f','after':{}}]|commands[0].after",
                "rpc.call|'commands':[],'summary':'x'|summary",
                "rpc.call|'commands':[],'progress':1|progress",
                "rpc.call|'commands':[],'requestId':7|requestId",
                "rpc.cancel||requestId",
                "rpc.register||function",
                "rpc.register|'function':'a..b'|function",
                "rpc.register|'function':'f','version':'x.y'|version",
                "rpc.register|'function':'f','tags':'x'|tags",
                "rpc.register|'function':'f','resources':[1]|resources",
                "rpc.register|'function':'f','idempotent':'x'|idempotent",
                "rpc.return||invocation",
                "rpc.unregister||provider",
                "rpc.list|'pattern':'a*'|pattern",
                "rpc.explain||commands",
                "cache.region||region",
                "cache.region|'region':'r','mode':'X'|mode",
                "cache.region|'region':'r','policy':'X'|policy",
                "cache.region|'region':'r','maxEntries':-1|maxEntries",
                "cache.region|'region':'r','ttlMs':-1|ttlMs",
                "cache.put|'key':'k','value':1|region",
                "cache.put|'region':'r','value':1|key",
                "cache.put|'region':'r','key':7|key",
                "cache.put|'region':'r','key':'k','ttlMs':-1|ttlMs",
                "cache.put|'region':'r','key':'k','ttlMs':'x'|ttlMs",
                "cache.put|'region':'r','key':'k','tags':'x'|tags",
                "cache.put|'region':'r','key':'k','tags':[1]|tags",
                "cache.put|'region':'r','key':'k','dependsOn':[1]|dependsOn",
                "cache.put|'region':'r','key':'k','ifAbsent':'x'|ifAbsent",
                "cache.get|'region':'r'|key",
                "cache.get|'region':'r','key':'k','metadata':'x'|metadata",
                "cache.remove|'region':'r'|key",
                "cache.invalidate|'region':'r'|key",
                "cache.invalidate|'region':'r','pattern':'a*'|pattern",
                "cache.atomic|'region':'r','key':'k'|operation",
                "cache.atomic|'region':'r','key':'k','operation':'X'|operation",
                "cache.atomic|'region':'r','key':'k','operation':'INCREMENT','value':'x'|value",
                "cache.structure|'region':'r','key':'k','operation':'add'|type",
                "cache.structure|'region':'r','key':'k','type':'TREE','operation':'add'|type",
                "cache.structure|'region':'r','key':'k','type':'SET'|operation",
                "cache.structure|'region':'r','key':'k','type':'SET','operation':'x'|operation",
                "cache.structure|'region':'r','key':'k','type':'LIST','operation':'get'|index",
                "cache.scan|'region':'r','limit':'x'|limit",
                "cache.scan|'region':'r','pattern':'a*'|pattern",
                "cache.stats||region",
                "cache.clear||region",
                "route.explain||topic",
                "route.explain|'topic':'a.*'|topic",
                "route.explain|'topic':'a','kind':'X'|kind",
                "monitor.timeline||trackingId",
                "monitor.timeline|'trackingId':7|trackingId",
                "cluster.catalog|'kind':7|kind",
            })
    void namesTheFieldThatIsWrong(String line) {
        String[] parts = line.split("\\|");
        WirePeer peer = node.peer();
        Map<String, Object> details = peer.error(1400, parts[0], parts[1]);
        assertThat((String) details.get("field")).startsWith(parts[2]);
        node.rest();
    }

    /** Null stands for absent in every optional field. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello|'client':null",
                "publish|'topic':'n.a','payload':null,'headers':null,'messageId':null,"
                        + "'guarantee':null,'correlationId':null",
                "subscribe|'subscription':null,'patterns':['n.b'],'group':null,"
                        + "'backlogSeconds':null,'sinceMessageId':null,'filter':null,"
                        + "'credit':null,'onSlow':null",
                "latest|'pattern':'n.#','limit':null",
                "queue.create|'queue':'n-q','type':null,'maxDepth':null,'maxRetries':null,"
                        + "'ackTimeoutMs':null,'ttlMs':null,'backoffMs':null,'dedupe':null,"
                        + "'dedupeWindowMs':null,'deadLetter':null,'durability':null,"
                        + "'singleActive':null",
                "queue.bind|'queue':'q','patterns':['n.x'],'priority':null,'weight':null,"
                        + "'enabled':null",
                "queue.unbind|'queue':'q','patterns':null",
                "queue.send|'queue':'q','payload':null,'topic':null,'headers':null,"
                        + "'guarantee':null,'priority':null,'delayMs':null,'ttlMs':null,"
                        + "'dedupeId':null,'orderingKey':null,'requiredAcks':null,"
                        + "'correlationId':null,'messageId':null",
                "queue.browse|'queue':'q','limit':null",
                "queue.consume|'consumer':null,'queue':'q','group':null,'prefetch':null,"
                        + "'autoAck':null",
                "queue.dlq.list|'queue':'q','limit':null",
                "queue.dlq.redrive|'queue':'q','messageIds':null,'to':null",
                "rpc.call|'commands':[{'name':'a','function':'mpreg.merge','args':null,"
                        + "'kwargs':null,'resources':null,'version':null,'functionId':null,"
                        + "'targetCluster':null,'timeoutMs':null,'after':null}],"
                        + "'requestId':null,'timeoutMs':null,'intermediate':null,"
                        + "'summary':null,'progress':null,'cacheable':null",
                "rpc.register|'function':'n.f','functionId':null,'version':null,"
                        + "'resources':null,'tags':null,'idempotent':null,'concurrency':null,"
                        + "'description':null",
                "rpc.list|'pattern':null",
                "cache.region|'region':'n-r','mode':null,'maxEntries':null,'maxBytes':null,"
                        + "'ttlMs':null,'maxIdleMs':null,'policy':null",
                "cache.put|'region':'n-r','key':'k','value':null,'ttlMs':null,'tags':null,"
                        + "'dependsOn':null,'costMs':null,'ifAbsent':null",
                "cache.get|'region':'n-r','key':'k','metadata':null",
                "cache.atomic|'region':'n-r','key':'k2','operation':'INCREMENT',"
                        + "'expected':null,'value':null",
                "cache.scan|'region':'n-r','pattern':null,'limit':null,'cursor':null",
                "cache.invalidate|'region':'n-r','key':'k','pattern':null,'tag':null,"
                        + "'dependency':null",
                "route.explain|'topic':'n.a','kind':null",
                "monitor.timeline|'trackingId':'x','correlationId':null,'messageId':null",
                "cluster.catalog|'kind':null",
            })
    void takesNullForAbsent(String line) {
        String[] parts = line.split("\\|");
        node.peer().ok(parts[0], parts[1]);
        node.rest();
    }

    /** What does not exist is said so. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "queue.purge|'queue':'none'",
                "queue.pause|'queue':'none'",
                "queue.resume|'queue':'none'",
                "queue.info|'queue':'none'",
                "queue.bind|'queue':'none','patterns':['a']",
                "queue.consume|'queue':'none'",
                "queue.browse|'queue':'none'",
                "queue.dlq.list|'queue':'none'",
                "queue.dlq.redrive|'queue':'none'",
                "queue.dlq.purge|'queue':'none'",
            })
    void saysThatAQueueDoesNotExist(String line) {
        String[] parts = line.split("\\|");
        WirePeer peer = node.peer();
        Map<String, Object> reply = peer.reply(peer.ask(parts[0], parts[1]));
        WirePeer.details(1404, parts[0], reply);
        assertThat((String) reply.get("message")).contains("does not exist").contains("none");
        node.rest();
    }

    /** Deliveries, providers and invocations that nobody knows. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "queue.nack|'delivery':'none'",
                "queue.extend|'delivery':'none','ms':5",
                "queue.cancel|'consumer':'none'",
                "rpc.unregister|'provider':'none'",
                "rpc.return|'invocation':'none','value':1",
                "credit|'subscription':'none','n':1",
                "credit|'consumer':'none','n':1",
            })
    void saysWhatIsNotThere(String line) {
        String[] parts = line.split("\\|");
        node.peer().error(1404, parts[0], parts[1]);
        node.rest();
    }

    /** The control plane is the node's alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "publish|'topic':'mpreg.x'",
                "queue.send|'queue':'q','topic':'mpreg.x','payload':1",
                "queue.sendVia|'topic':'mpreg.x','payload':1",
                "queue.send|'queue':'mpreg.x','payload':1",
                "queue.create|'queue':'mpreg.x'",
            })
    void keepsTheControlPlane(String line) {
        String[] parts = line.split("\\|");
        WirePeer peer = node.peer();
        peer.error(1403, parts[0], parts[1]);
        peer.ok("subscribe", "'patterns':['mpreg.#']");
        for (String topic : List.of("mpreg", "mpregx.y", "a.mpreg.b")) {
            peer.ok("publish", "'topic':'" + topic + "'");
        }
        node.rest();
    }
}
