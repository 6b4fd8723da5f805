package io.mpreg.engine.node;

import static io.mpreg.engine.node.WireJson.at;
import static io.mpreg.engine.node.WireJson.has;
import static io.mpreg.engine.node.WireJson.list;
import static io.mpreg.engine.node.WireJson.map;
import static io.mpreg.engine.node.WireJson.number;
import static io.mpreg.engine.node.WireJson.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries of the cache, as the protocol promises them. */
class WireConformanceCacheTest {

    @TempDir static Path folder;
    private static WireNode node;
    private WirePeer peer;

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
        peer = node.peer();
    }

    @AfterEach
    void rest() {
        node.rest();
    }

    private Map<String, Object> put(String region, String key, String value, String more) {
        return peer.ok(
                "cache.put",
                "'region':'" + region + "','key':'" + key + "','value':" + value + more);
    }

    private boolean found(String region, String key) {
        return (Boolean) peer.ok("cache.get", "'region':'%s','key':'%s'", region, key).get("found");
    }

    private long invalidate(String region, String what) {
        return number(
                peer.ok("cache.invalidate", "'region':'" + region + "'," + what), "invalidated");
    }

    @Test
    void putsGetsAndRemoves() {
        has(peer.ok("cache.get", "'region':'never','key':'k'"), "'found':false");
        Map<String, Object> first = put("p", "k", "{'a':[1]}", "");
        has(first, "'stored':true");
        Map<String, Object> second = put("p", "k", "2", "");
        assertThat(at(second, "version")).isNotEqualTo(at(first, "version"));
        has(peer.ok("cache.get", "'region':'p','key':'k'"), "'found':true,'value':2");
        has(put("p", "k", "3", ",'ifAbsent':true"), "'stored':false");
        has(peer.ok("cache.get", "'region':'p','key':'k'"), "'value':2");
        has(put("p", "new", "3", ",'ifAbsent':true"), "'stored':true");
        has(peer.ok("cache.remove", "'region':'p','key':'k'"), "'removed':true");
        has(peer.ok("cache.remove", "'region':'p','key':'k'"), "'removed':false");
        Map<String, Object> gone = peer.ok("cache.get", "'region':'p','key':'k'");
        assertThat(gone).containsEntry("found", false).doesNotContainKeys("value", "metadata");
        put("p", "nil", "null", "");
        Map<String, Object> nil = peer.ok("cache.get", "'region':'p','key':'nil'");
        assertThat(nil).containsEntry("found", true).containsEntry("value", null);
    }

    @Test
    void tellsAboutAnEntry() {
        put("m", "k", "1", ",'ttlMs':600000,'tags':['a','b'],'costMs':7");
        assertThat(peer.ok("cache.get", "'region':'m','key':'k'")).doesNotContainKey("metadata");
        Map<String, Object> read = peer.ok("cache.get", "'region':'m','key':'k','metadata':true");
        has(read, "'found':true,'value':1,'metadata':{'costMs':7}");
        assertThat(list(read, "metadata/tags").toString()).contains("a", "b");
        assertThat(number(read, "metadata/ttlLeftMs")).isBetween(1L, 600_000L);
        Instant.parse(text(read, "metadata/createdAt"));
        assertThat(number(read, "metadata/hits")).isPositive();
        at(read, "metadata/version");
        put("m", "bare", "1", "");
        Map<String, Object> bare =
                peer.ok("cache.get", "'region':'m','key':'bare','metadata':true");
        assertThat(map(bare, "metadata")).doesNotContainKey("ttlLeftMs");
    }

    @Test
    void expires() {
        put("e", "k", "1", ",'ttlMs':30");
        put("e", "long", "1", ",'ttlMs':600000");
        peer.until(() -> !found("e", "k"));
        assertThat(found("e", "long")).isTrue();
        has(
                peer.ok("cache.region", "'region':'brief','ttlMs':30,'maxIdleMs':20"),
                "'created':true");
        put("brief", "k", "1", "");
        peer.until(() -> !found("brief", "k"));
    }

    @Test
    void makesRegions() {
        for (String mode : List.of("LOCAL", "INVALIDATION", "REPLICATED")) {
            String fields = "'region':'r-" + mode + "','mode':'" + mode + "'";
            has(peer.ok("cache.region", fields), "'created':true");
            has(peer.ok("cache.region", fields), "'created':false");
            put("r-" + mode, "k", "1", "");
            assertThat(found("r-" + mode, "k")).isTrue();
        }
        for (String policy :
                List.of("LRU", "LFU", "S4LRU", "COST_BASED", "DEPENDENCY_AWARE", "TTL")) {
            peer.ok(
                    "cache.region",
                    "'region':'r-%s','policy':'%s','maxEntries':10,'maxBytes':100000",
                    policy,
                    policy);
            for (int i = 0; i < 100; i++) {
                put("r-" + policy, "k" + i, "1", "");
            }
            peer.until(
                    () -> number(peer.ok("cache.stats", "'region':'r-%s'", policy), "size") <= 10);
        }
    }

    @Test
    void invalidatesByKeyPatternAndTag() {
        for (String key : List.of("a", "a.b", "a.b.c", "x.b")) {
            put("i", key, "1", ",'tags':['t-" + key.charAt(0) + "','all']");
        }
        assertThat(invalidate("i", "'key':'none'")).isZero();
        assertThat(invalidate("i", "'key':'a'")).isEqualTo(1);
        assertThat(invalidate("i", "'key':'a'")).isZero();
        assertThat(invalidate("i", "'pattern':'a.*'")).isEqualTo(1);
        assertThat(invalidate("i", "'pattern':'a.#'")).isEqualTo(1);
        assertThat(invalidate("i", "'tag':'none'")).isZero();
        assertThat(invalidate("i", "'tag':'all'")).isEqualTo(1);
        assertThat(invalidate("nowhere", "'key':'a'")).isZero();
        assertThat(invalidate("nowhere", "'pattern':'#'")).isZero();
        put("i", "p", "1", "");
        put("i", "q", "1", "");
        has(peer.ok("cache.clear", "'region':'i'"), "'cleared':2");
        has(peer.ok("cache.clear", "'region':'i'"), "'cleared':0");
    }

    @Test
    void invalidatesWhatDependsTransitivelyAndAcrossRegions() {
        put("d", "input", "1", "");
        put("d", "one", "1", ",'dependsOn':['input']");
        put("d", "two", "1", ",'dependsOn':['one']");
        put("d2", "three", "1", ",'dependsOn':['d:two','d:input']");
        put("d2", "other", "1", ",'dependsOn':['input']");
        assertThat(invalidate("d", "'dependency':'input'")).isEqualTo(3);
        assertThat(found("d", "input")).isTrue();
        assertThat(found("d", "one")).isFalse();
        assertThat(found("d", "two")).isFalse();
        assertThat(found("d2", "three")).isFalse();
        assertThat(found("d2", "other")).isTrue();
        assertThat(invalidate("d", "'dependency':'input'")).isZero();
    }

    @Test
    void doesEveryAtomicOperation() {
        has(
                atomic("TEST_AND_SET", "k", "'expected':null,'value':1"),
                "'success':true,'oldValue':null,'newValue':1");
        has(
                atomic("TEST_AND_SET", "k", "'expected':2,'value':3"),
                "'success':false,'oldValue':1,'newValue':1");
        assertThat(text(atomic("TEST_AND_SET", "k", "'expected':2,'value':3"), "reason"))
                .isNotEmpty();
        has(
                atomic("COMPARE_AND_SET", "k", "'expected':1,'value':{'a':[1]}"),
                "'success':true,'oldValue':1,'newValue':{'a':[1]}");
        has(
                atomic("COMPARE_AND_SET", "k", "'expected':{'a':[1]},'value':'s'"),
                "'success':true,'newValue':'s'");
        has(atomic("COMPARE_AND_SET", "absent", "'expected':1,'value':2"), "'success':false");
        has(atomic("APPEND", "k", "'value':'t'"), "'success':true,'oldValue':'s','newValue':'st'");
        has(atomic("PREPEND", "k", "'value':'r'"), "'success':true,'newValue':'rst'");
        has(atomic("INCREMENT", "n", ""), "'success':true,'newValue':1");
        has(atomic("INCREMENT", "n", "'value':5"), "'oldValue':1,'newValue':6");
        has(atomic("DECREMENT", "n", "'value':2"), "'oldValue':6,'newValue':4");
        has(atomic("DECREMENT", "m", ""), "'newValue':-1");
        has(atomic("PUT_IF_ABSENT", "n", "'value':9"), "'success':false,'newValue':4");
        has(atomic("PUT_IF_ABSENT", "fresh", "'value':9"), "'success':true,'newValue':9");
        has(atomic("APPEND", "text", "'value':'a'"), "'success':true,'newValue':'a'");
        put("at", "list", "[1]", "");
        has(atomic("APPEND", "list", "'value':2"), "'success':true,'newValue':[1,2]");
        has(atomic("PREPEND", "list", "'value':0"), "'newValue':[0,1,2]");
        Map<String, Object> wrong = atomic("INCREMENT", "k", "");
        has(wrong, "'success':false,'oldValue':'rst'");
        assertThat(text(wrong, "reason")).isNotEmpty();
        has(peer.ok("cache.get", "'region':'at','key':'n'"), "'value':4");
    }

    private Map<String, Object> atomic(String operation, String key, String more) {
        return peer.ok(
                "cache.atomic",
                "'region':'at','key':'"
                        + key
                        + "','operation':'"
                        + operation
                        + "'"
                        + (more.isEmpty() ? "" : "," + more));
    }

    @Test
    void scansPageByPage() {
        for (int i = 0; i < 25; i++) {
            put("s", "k." + i, "1", "");
        }
        put("s", "other", "1", "");
        Map<String, Object> all = peer.ok("cache.scan", "'region':'s','pattern':'k.*'");
        assertThat(list(all, "keys")).hasSize(25);
        assertThat(all.get("cursor")).isNull();
        Set<Object> seen = new HashSet<>();
        String cursor = "null";
        int pages = 0;
        do {
            Map<String, Object> page =
                    peer.ok(
                            "cache.scan",
                            "'region':'s','pattern':'k.#','limit':10,'cursor':" + cursor);
            assertThat(list(page, "keys").size()).isBetween(0, 10);
            for (Object key : list(page, "keys")) {
                assertThat(seen.add(key)).isTrue();
            }
            cursor = page.get("cursor") == null ? null : "'" + page.get("cursor") + "'";
        } while (cursor != null && ++pages < 10);
        assertThat(seen).hasSize(25);
        has(peer.ok("cache.scan", "'region':'unknown'"), "'keys':[]");
    }

    @Test
    void counts() {
        has(
                peer.ok("cache.stats", "'region':'cnt'"),
                "'hits':0,'misses':0,'hitRate':0,'size':0,'evictions':0,'loads':0");
        put("cnt", "k", "1", "");
        for (int i = 0; i < 3; i++) {
            found("cnt", "k");
        }
        found("cnt", "none");
        has(
                peer.ok("cache.stats", "'region':'cnt'"),
                "'hits':3,'misses':1,'hitRate':0.75,'size':1");
    }

    @Test
    void doesEveryStructureOperation() {
        String[][] cases = {
            {"SET", "add", "'value':'a'", "true", "1"},
            {"SET", "add", "'value':'a'", "false", "1"},
            {"SET", "add", "'value':{'x':1}", "true", "2"},
            {"SET", "contains", "'value':{'x':1}", "true", "2"},
            {"SET", "contains", "'value':'z'", "false", "2"},
            {"SET", "members", "", "['a',{'x':1}]", "2"},
            {"SET", "remove", "'value':'a'", "true", "1"},
            {"SET", "remove", "'value':'a'", "false", "1"},
            {"SET", "size", "", "1", "1"},
            {"SET", "clear", "", null, "0"},
            {"LIST", "append", "'value':'b'", null, "1"},
            {"LIST", "prepend", "'value':'a'", null, "2"},
            {"LIST", "insert", "'index':1,'value':'ab'", null, "3"},
            {"LIST", "get", "'index':1", "'ab'", "3"},
            {"LIST", "slice", "'from':0,'to':2", "['a','ab']", "3"},
            {"LIST", "remove", "'index':1", "'ab'", "2"},
            {"LIST", "pop", "", "'b'", "1"},
            {"LIST", "size", "", "1", "1"},
            {"LIST", "clear", "", null, "0"},
            {"MAP", "put", "'field':'f','value':1", null, "1"},
            {"MAP", "put", "'field':'g','value':null", null, "2"},
            {"MAP", "get", "'field':'f'", "1", "2"},
            {"MAP", "contains", "'field':'g'", "true", "2"},
            {"MAP", "contains", "'field':'h'", "false", "2"},
            {"MAP", "keys", "", "['f','g']", "2"},
            {"MAP", "values", "", "[1,null]", "2"},
            {"MAP", "entries", "", "[{'field':'f','value':1},{'field':'g','value':null}]", "2"},
            {"MAP", "remove", "'field':'f'", null, "1"},
            {"MAP", "size", "", "1", "1"},
            {"MAP", "clear", "", null, "0"},
            {"COUNTER", "increment", "", "1", null},
            {"COUNTER", "increment", "'by':5", "6", null},
            {"COUNTER", "decrement", "'by':2", "4", null},
            {"COUNTER", "decrement", "", "3", null},
            {"COUNTER", "get", "", "3", null},
            {"COUNTER", "set", "'value':10", "10", null},
            {"COUNTER", "reset", "", null, null},
            {"COUNTER", "get", "", "0", null},
            {"SORTED_SET", "add", "'member':'b','score':2", "true", "1"},
            {"SORTED_SET", "add", "'member':'a','score':1.5", "true", "2"},
            {"SORTED_SET", "add", "'member':'a','score':1", "false", "2"},
            {"SORTED_SET", "score", "'member':'a'", "1", "2"},
            {"SORTED_SET", "rank", "'member':'b'", "1", "2"},
            {"SORTED_SET", "range", "'from':0,'to':1", null, "2"},
            {"SORTED_SET", "remove", "'member':'a'", "true", "1"},
            {"SORTED_SET", "score", "'member':'a'", "null", "1"},
            {"SORTED_SET", "size", "", "1", "1"},
            {"SORTED_SET", "clear", "", null, "0"},
            {"QUEUE", "enqueue", "'value':1", null, "1"},
            {"QUEUE", "enqueue", "'value':2", null, "2"},
            {"QUEUE", "peek", "", "1", "2"},
            {"QUEUE", "dequeue", "", "1", "1"},
            {"QUEUE", "dequeue", "", "2", "0"},
            {"QUEUE", "dequeue", "", "null", "0"},
            {"QUEUE", "size", "", "0", "0"},
            {"STACK", "push", "'value':1", null, "1"},
            {"STACK", "push", "'value':2", null, "2"},
            {"STACK", "peek", "", "2", "2"},
            {"STACK", "pop", "", "2", "1"},
            {"STACK", "size", "", "1", "1"},
        };
        for (String[] each : cases) {
            Map<String, Object> reply =
                    peer.ok(
                            "cache.structure",
                            "'region':'str','key':'k"
                                    + each[0]
                                    + "','type':'"
                                    + each[0]
                                    + "','operation':'"
                                    + each[1]
                                    + "'"
                                    + (each[2].isEmpty() ? "" : "," + each[2]));
            assertThat(reply).as(List.of(each[0], each[1]).toString()).containsKeys("result");
            if (each[3] != null) {
                has(reply, "'result':" + each[3]);
            }
            if (each[4] != null) {
                has(reply, "'size':" + each[4]);
            }
        }
        peer.ok("cache.put", "'region':'str','key':'plain','value':5");
        Map<String, Object> wrong =
                peer.reply(
                        peer.ask(
                                "cache.structure",
                                "'region':'str','key':'plain','type':'SET','operation':'add',"
                                        + "'value':1"));
        assertThat(wrong).containsEntry("op", "error");
    }
}
