package io.mpreg.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.Payload;
import io.mpreg.api.Priority;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.Provenance;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.TopicName;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForeignInvalidationTest {

    private static final String HERE = "mpreg.cache.federation.sync.other.c1";

    private final CacheFixture cache = new CacheFixture();
    private final CacheClient client = cache.client("r");

    private void comes(String topic, String from, Map<String, String> headers) {
        cache.router.dispatch(
                new UnifiedMessage(
                        cache.ulids.next(),
                        TopicName.of(topic),
                        MessageKind.CACHE,
                        Guarantee.AT_LEAST_ONCE,
                        Priority.LOW,
                        Payload.NULL,
                        new Headers(headers),
                        Provenance.local(MpregSystem.CACHE, from),
                        cache.time.millis(),
                        UnifiedMessage.NO_DEADLINE));
    }

    private void comes(Map<String, String> headers) {
        comes(HERE, "other", headers);
    }

    @Test
    void aKeyGoesWithWhatDependsOnIt() {
        client.put("a", 1);
        client.put("b", 2, PutOptions.NONE.dependsOn("a"));
        client.put("c", 3);
        comes(Map.of("region", "r", "key", "a"));
        assertThat(client.contains("a")).isFalse();
        assertThat(client.contains("b")).isFalse();
        assertThat(client.contains("c")).isTrue();
    }

    @Test
    void itCanNameATagAPatternOrAnInput() {
        client.put("a.1", 1, PutOptions.NONE.tags("t"));
        client.put("b.1", 2);
        client.put("c.1", 3);
        client.put("d.1", 4, PutOptions.NONE.dependsOn("c.1"));
        comes(Map.of("region", "r", "by", "TAG", "value", "t"));
        assertThat(client.contains("a.1")).isFalse();
        assertThat(client.contains("b.1")).isTrue();
        comes(Map.of("region", "r", "by", "PATTERN", "value", "b.*"));
        assertThat(client.contains("b.1")).isFalse();
        comes(Map.of("region", "r", "by", "DEPENDENCY", "value", "c.1"));
        assertThat(client.contains("c.1")).isTrue();
        assertThat(client.contains("d.1")).isFalse();
    }

    @Test
    void whatCannotBeCarriedOutDoesNoHarm() {
        client.put("a", 1);
        comes(Map.of());
        comes(Map.of("region", "r"));
        comes(Map.of("key", "a"));
        comes(Map.of("region", "r", "key", ""));
        comes(Map.of("region", "r", "by", "PATTERN", "value", "a..b"));
        comes(Map.of("region", "another", "key", "a"));
        assertThat(client.contains("a")).isTrue();
    }

    @Test
    void whatThisClusterSentItselfAndWhatIsForAnotherIsNotTaken() {
        client.put("a", 1);
        comes(HERE, "c1", Map.of("region", "r", "key", "a"));
        comes("mpreg.cache.federation.sync.other.c2", "other", Map.of("region", "r", "key", "a"));
        assertThat(client.contains("a")).isTrue();
    }

    @Test
    void itKeepsTheCorrelation() {
        client.put("a", 1);
        comes(Map.of("region", "r", "key", "a", Headers.CORRELATION_ID, "far-1"));
        assertThat(cache.events)
                .anySatisfy(
                        event -> {
                            assertThat(event.type()).isEqualTo("cache.invalidated");
                            assertThat(event.correlationId()).isEqualTo("far-1");
                        });
    }

    @Test
    void afterTheEndNobodyListens() {
        client.put("a", 1);
        cache.engine.close();
        comes(Map.of("region", "r", "key", "a"));
        assertThat(cache.router.reachesAnyone(TopicName.of(HERE), MessageKind.CACHE)).isFalse();
    }
}
