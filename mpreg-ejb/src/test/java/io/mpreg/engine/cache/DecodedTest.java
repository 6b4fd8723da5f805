package io.mpreg.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Payload;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecodedTest {

    /** Nothing in it can be changed. */
    record Point(int x, String name) {}

    /** What it holds can be changed. */
    record Bag(List<Object> things) {}

    /** Makes objects of the types above, a new one each time, and counts them. */
    private static final class Counting implements ValueCodec {
        int decoded;

        @Override
        public Payload encode(Object value) {
            return Payload.json(String.valueOf(value));
        }

        @Override
        @SuppressWarnings("unchecked") // the callers ask for nothing else
        public <T> T decode(Payload payload, Type type) {
            decoded++;
            if (payload.text().equals("null")) {
                return null;
            }
            if (type == Point.class) {
                return (T) new Point(1, payload.text());
            }
            if (type == Bag.class) {
                return (T) new Bag(new ArrayList<>());
            }
            return type == Integer.class ? (T) Integer.valueOf(payload.text()) : (T) payload.text();
        }
    }

    private final CacheFixture cache = new CacheFixture();
    private final Counting codec = new Counting();
    private final CacheClient client = client(codec);

    private CacheClient client(ValueCodec values) {
        return cache.engine.client(
                new ClientContext(
                        cache.context.caller(),
                        values,
                        new Gate(GateSettings.defaults()),
                        Runnable::run),
                "r");
    }

    @Test
    void decodesWhatNobodyCanChangeOnce() {
        client.put("k", "text");
        Point first = client.get("k", Point.class).orElseThrow();
        assertThat(client.get("k", Point.class).orElseThrow()).isSameAs(first);
        assertThat(codec.decoded).isEqualTo(1);
    }

    @Test
    void decodesWhatCanBeChangedEachTime() {
        client.put("k", "text");
        client.get("k", Bag.class).orElseThrow().things().add("mine");
        assertThat(client.get("k", Bag.class).orElseThrow().things()).isEmpty();
    }

    @Test
    void anotherWritingIsAnotherValue() {
        for (int i = 0; i < 5_000; i++) {
            client.put("k", i);
            assertThat(client.get("k", Integer.class)).contains(i);
            assertThat(client.get("k", Integer.class)).contains(i);
        }
        assertThat(codec.decoded).isEqualTo(5_000);
    }

    @Test
    void oneValueAsSeveralTypes() {
        client.put("k", 7);
        for (int i = 0; i < 3; i++) {
            assertThat(client.get("k", Integer.class)).contains(7);
            assertThat(client.get("k", String.class)).contains("7");
        }
    }

    @Test
    void nullIsDecodedOnceToo() {
        client.put("k", null);
        assertThat(client.get("k", Point.class)).isEmpty();
        assertThat(client.get("k", Point.class)).isEmpty();
        assertThat(codec.decoded).isEqualTo(1);
    }

    @Test
    void eachClientHasItsOwn() {
        client.put("k", "text");
        Point mine = client.get("k", Point.class).orElseThrow();
        assertThat(client(new Counting()).get("k", Point.class).orElseThrow())
                .isEqualTo(mine)
                .isNotSameAs(mine);
    }

    @Test
    void manyKeysDoNotMixUp() {
        int keys = 3_000;
        for (int i = 0; i < keys; i++) {
            client.put("k" + i, i);
        }
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < keys; i++) {
                assertThat(client.get("k" + i, Integer.class)).contains(i);
            }
        }
    }
}
