package io.mpreg.engine.cache;

import static io.mpreg.api.cache.AtomicOperation.APPEND;
import static io.mpreg.api.cache.AtomicOperation.COMPARE_AND_SET;
import static io.mpreg.api.cache.AtomicOperation.DECREMENT;
import static io.mpreg.api.cache.AtomicOperation.INCREMENT;
import static io.mpreg.api.cache.AtomicOperation.PREPEND;
import static io.mpreg.api.cache.AtomicOperation.PUT_IF_ABSENT;
import static io.mpreg.api.cache.AtomicOperation.TEST_AND_SET;
import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Payload;
import io.mpreg.api.cache.AtomicOperation;
import io.mpreg.api.cache.AtomicResult;
import io.mpreg.api.cache.CacheClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AtomicOperationTest {

    private final CacheClient region = new CacheFixture().client("r");

    @Test
    void testAndSetTakesNullForAMissingEntry() {
        done(TEST_AND_SET, null, "a", "null", "\"a\"");
        refused(TEST_AND_SET, null, "b", "\"a\"", "the entry is not what was expected");
        done(TEST_AND_SET, "a", null, "\"a\"", "null");
        done(TEST_AND_SET, null, 1, "null", "1");
    }

    @Test
    void compareAndSetNeedsAnEntry() {
        refused(COMPARE_AND_SET, null, "b", "null", "there is no entry");
        region.put("k", null);
        done(COMPARE_AND_SET, null, 1, "null", "1");
        done(COMPARE_AND_SET, Payload.json("1.0"), Map.of("x", 1), "1", "{\"x\":1}");
        region.put("k", Payload.json("{\"a\":1,\"b\":[2,{\"c\":null}]}"));
        refused(
                COMPARE_AND_SET,
                Payload.json("{\"b\":[2,{}],\"a\":1}"),
                2,
                "{\"a\":1,\"b\":[2,{\"c\":null}]}",
                "the entry is not what was expected");
        done(
                COMPARE_AND_SET,
                Payload.json("{ \"b\":[2e0,{\"c\":null}],\"a\":1.00}"),
                2,
                "{\"a\":1,\"b\":[2,{\"c\":null}]}",
                "2");
    }

    @Test
    void putIfAbsentLeavesANullToo() {
        done(PUT_IF_ABSENT, null, null, "null", "null");
        refused(PUT_IF_ABSENT, null, 1, "null", "there is an entry");
    }

    @Test
    void countingStartsAtZero() {
        done(INCREMENT, null, null, "null", "1");
        done(INCREMENT, null, 41, "1", "42");
        done(DECREMENT, null, Payload.json("0.5"), "42", "41.5");
        done(DECREMENT, null, Payload.json("1.5"), "41.5", "40");
        region.put("k", Long.MAX_VALUE);
        done(INCREMENT, null, 1, "9223372036854775807", "9223372036854775808");
        refused(
                INCREMENT,
                null,
                Payload.json("1e999999999"),
                "9223372036854775808",
                "the sum is out of range");
        region.put("k", "text");
        refused(INCREMENT, null, 1, "\"text\"", "the entry is not a number");
        CacheEngineTest.assertBad(() -> region.atomic("k", INCREMENT, null, "one"), "value");
    }

    @Test
    void stringsAndListsGrowAtBothEnds() {
        done(APPEND, null, "b", "null", "\"b\"");
        done(APPEND, null, "c", "\"b\"", "\"bc\"");
        done(PREPEND, null, "a", "\"bc\"", "\"abc\"");
        refused(APPEND, null, 1, "\"abc\"", "the entry is a string and takes strings only");
        region.put("k", List.of());
        done(APPEND, null, 2, "[]", "[2]");
        done(PREPEND, null, 1, "[2]", "[1,2]");
        region.remove("k");
        done(PREPEND, null, 1, "null", "[1]");
        region.put("k", 1);
        refused(APPEND, null, 1, "1", "the entry is neither a string nor a list");
    }

    private void done(AtomicOperation op, Object expected, Object value, String old, String now) {
        AtomicResult result = region.atomic("k", op, expected, value);
        assertThat(result.success()).as(result.reason()).isTrue();
        assertThat(result.reason()).isEmpty();
        assertThat(result.oldValue()).hasToString(old);
        assertThat(result.newValue()).hasToString(now);
        assertThat(region.get("k").orElseThrow()).hasToString(now);
    }

    private void refused(
            AtomicOperation op, Object expected, Object value, String old, String reason) {
        AtomicResult result = region.atomic("k", op, expected, value);
        assertThat(result.success()).isFalse();
        assertThat(result.reason()).isEqualTo(reason);
        assertThat(result.oldValue()).hasToString(old);
        assertThat(result.newValue()).hasToString(old);
    }
}
