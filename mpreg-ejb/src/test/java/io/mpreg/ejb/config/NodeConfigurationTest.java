package io.mpreg.ejb.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.MpregConfigException;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.rpc.EventDependency.Condition;
import io.mpreg.api.rpc.EventDependency.Operator;
import io.mpreg.engine.cache.CacheEvent;
import io.mpreg.engine.cache.CacheSettings;
import io.mpreg.engine.cache.EventRule;
import io.mpreg.engine.cache.Invalidation;
import io.mpreg.engine.cache.Trigger;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.Level;
import io.mpreg.engine.pubsub.PubSubSettings;
import io.mpreg.engine.rpc.RpcSettings;
import io.mpreg.engine.topic.TopicPattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Configuration is read whole, checked whole, and described whole. */
class NodeConfigurationTest {

    private final Map<String, String> values = new HashMap<>();

    private NodeConfiguration read() {
        return NodeConfiguration.read(key -> Optional.ofNullable(values.get(key)));
    }

    @Test
    void nothingConfiguredMeansDefaults() {
        NodeConfiguration configuration = read();
        assertThat(configuration.node().gate()).isEqualTo(GateSettings.defaults());
        assertThat(configuration.node().rpc()).isEqualTo(RpcSettings.defaults());
        assertThat(configuration.node().pubSub()).isEqualTo(PubSubSettings.defaults());
        assertThat(configuration.node().cache()).isEqualTo(CacheSettings.defaults());
        assertThat(configuration.node().identity().cluster()).isEqualTo("default");
    }

    @Test
    void valuesAreReadInTheirForms() {
        values.put("mpreg.node.id", "n-1");
        values.put("mpreg.transport.max-payload", "64KiB");
        values.put("mpreg.rpc.command-timeout", "PT1M");
        values.put("mpreg.rpc.max-parallel", " 7 ");
        values.put("mpreg.pubsub.block-time", "250ms");
        values.put("mpreg.monitor.level.rpc", "off");
        values.put("mpreg.monitor.sampling.queue", "0.25");
        values.put("mpreg.cache.events", "put, evict");
        values.put("mpreg.cache.ttl", "10m");
        NodeConfiguration configuration = read();
        assertThat(configuration.node().identity().node()).isEqualTo("n-1");
        assertThat(configuration.node().gate().maxPayload()).isEqualTo(64 << 10);
        assertThat(configuration.node().rpc().commandTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(configuration.node().rpc().maxParallel()).isEqualTo(7);
        assertThat(configuration.node().pubSub().blockTime()).isEqualTo(Duration.ofMillis(250));
        assertThat(configuration.node().monitor().levels())
                .containsEntry(MpregSystem.RPC, Level.OFF);
        assertThat(configuration.node().monitor().sampling())
                .containsEntry(MpregSystem.QUEUE, 0.25);
        assertThat(configuration.node().cache().events())
                .isEqualTo(Set.of(CacheEvent.PUT, CacheEvent.EVICT));
        assertThat(configuration.node().cache().timeToLive()).contains(Duration.ofMinutes(10));
    }

    @Test
    void rulesOfTheCacheAreRead() {
        values.put(
                "mpreg.cache.invalidate-on",
                "catalog.changed.# prices tag catalog, feed.ended prices pattern #");
        values.put(
                "mpreg.cache.event-rules",
                "prices PUT+EVICT value.amount>100 value.state=open key?, session.# none");
        CacheSettings cache = read().node().cache();
        assertThat(cache.triggers())
                .containsExactly(
                        new Trigger(
                                TopicPattern.of("catalog.changed.#"),
                                "prices",
                                Invalidation.tag("catalog")),
                        new Trigger(
                                TopicPattern.of("feed.ended"),
                                "prices",
                                Invalidation.pattern("#")));
        assertThat(cache.rules())
                .containsExactly(
                        new EventRule(
                                TopicPattern.of("prices"),
                                Set.of(CacheEvent.PUT, CacheEvent.EVICT),
                                List.of(
                                        new Condition("value.amount", Operator.GREATER, 100L),
                                        new Condition("value.state", Operator.EQUALS, "open"),
                                        new Condition("key", Operator.EXISTS, true))),
                        new EventRule(TopicPattern.of("session.#"), Set.of(), List.of()));
    }

    @Test
    void rulesOfTheCacheThatCannotBeAreRefused() {
        for (String wrong : List.of("a.b prices tag", "a..b prices key x", "a b! key x")) {
            values.put("mpreg.cache.invalidate-on", wrong);
            assertThatThrownBy(this::read)
                    .isInstanceOf(MpregConfigException.class)
                    .hasMessageContaining("mpreg.cache.invalidate-on = '" + wrong);
        }
        values.remove("mpreg.cache.invalidate-on");
        for (String wrong : List.of("prices", "prices NEVER", "prices PUT value", "# PUT =1")) {
            values.put("mpreg.cache.event-rules", wrong);
            assertThatThrownBy(this::read)
                    .isInstanceOf(MpregConfigException.class)
                    .hasMessageContaining("mpreg.cache.event-rules = '" + wrong);
        }
    }

    @Test
    void anEmptyValueIsNone() {
        values.put("mpreg.rpc.max-parallel", "  ");
        assertThat(read().node().rpc()).isEqualTo(RpcSettings.defaults());
    }

    @Test
    void allProblemsAreListedAtOnce() {
        values.put("mpreg.node.id", "a b");
        values.put("mpreg.rpc.max-parallel", "many");
        values.put("mpreg.rpc.command-timeout", "soon");
        values.put("mpreg.transport.max-payload", "1TiB");
        values.put("mpreg.monitor.sampling.rpc", "1.5");
        values.put("mpreg.cache.events", "put,birthday");
        values.put("mpreg.node.threads", "20");
        values.put("mpreg.node.max-threads", "10");
        assertThatThrownBy(this::read)
                .isInstanceOfSatisfying(
                        MpregConfigException.class,
                        e ->
                                assertThat(e.details().get("problems"))
                                        .asInstanceOf(
                                                org.assertj.core.api.InstanceOfAssertFactories.LIST)
                                        .hasSize(7))
                .hasMessageContainingAll(
                        "mpreg.node.id = 'a b'",
                        "mpreg.rpc.max-parallel = 'many' is not valid, it takes a whole number",
                        "mpreg.rpc.command-timeout = 'soon'",
                        "mpreg.transport.max-payload = '1TiB'",
                        "mpreg.monitor.sampling.rpc = '1.5'",
                        "mpreg.cache.events = 'put,birthday'",
                        "mpreg.node.max-threads = '10'");
    }

    @Test
    void misspeltKeysAreFound() {
        assertThat(
                        read().unknown(
                                        List.of(
                                                "mpreg.rpc.max-paralel",
                                                "mpreg.rpc.max-parallel",
                                                "mpreg.client.url",
                                                "other.key")))
                .containsExactly("mpreg.rpc.max-paralel");
    }

    @Test
    void theReferenceDescribesEveryKeyAndNoOther() throws IOException {
        String reference = Files.readString(Path.of("../docs/reference/configuration.md"));
        Set<String> described = new TreeSet<>();
        Matcher keys =
                Pattern.compile("^\\| `(mpreg\\.[a-z.-]+)` \\|", Pattern.MULTILINE)
                        .matcher(reference);
        while (keys.find()) {
            if (!keys.group(1).startsWith("mpreg.client.")) {
                described.add(keys.group(1));
            }
        }
        assertThat(described).isEqualTo(new TreeSet<>(read().keys()));
    }
}
