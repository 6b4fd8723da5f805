package io.mpreg.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.api.cache.StructureResult;
import io.mpreg.api.cache.StructureType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StructureTest {

    private static final int STEPS = 2000;

    private final CacheClient region = new CacheFixture().client("s");
    private StructureType type = StructureType.SET;
    private String seen = "";

    @Test
    void aSetIsALinkedHashSet() {
        type = StructureType.SET;
        Set<Object> model = new LinkedHashSet<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int step = 0; step < STEPS; step++) {
            Object value = random.nextInt(20) == 0 ? "text" : (Object) random.nextLong(12);
            switch (random.nextInt(5)) {
                case 0, 1 -> same("add", Map.of("value", value), model.add(value), model.size());
                case 2 -> same("remove", Map.of("value", value), model.remove(value), model.size());
                case 3 ->
                        same(
                                "contains",
                                Map.of("value", value),
                                model.contains(value),
                                model.size());
                default -> same("members", Map.of(), new ArrayList<>(model), model.size());
            }
        }
        same("size", Map.of(), (long) model.size(), model.size());
        same("clear", Map.of(), (long) model.size(), 0);
    }

    @Test
    void aListIsAnArrayList() {
        type = StructureType.LIST;
        List<Object> model = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(2);
        for (int step = 0; step < STEPS; step++) {
            long value = random.nextLong(100);
            int index = random.nextInt(model.size() + 1);
            switch (random.nextInt(8)) {
                case 0 -> {
                    model.add(value);
                    same("append", Map.of("value", value), (long) model.size(), model.size());
                }
                case 1 -> {
                    model.add(0, value);
                    same("prepend", Map.of("value", value), (long) model.size(), model.size());
                }
                case 2 -> {
                    model.add(index, value);
                    same(
                            "insert",
                            Map.of("value", value, "index", index),
                            (long) model.size(),
                            model.size());
                }
                case 3 -> {
                    Object expected = index < model.size() ? model.get(index) : null;
                    same("get", Map.of("index", index), expected, model.size());
                }
                case 4 -> {
                    Object expected = index < model.size() ? model.remove(index) : null;
                    same("remove", Map.of("index", index), expected, model.size());
                }
                case 5 -> {
                    Object expected = model.isEmpty() ? null : model.remove(model.size() - 1);
                    same("pop", Map.of(), expected, model.size());
                }
                default -> {
                    int to = index + random.nextInt(model.size() - index + 1);
                    same(
                            "slice",
                            Map.of("from", index, "to", to),
                            new ArrayList<>(model.subList(index, to)),
                            model.size());
                }
            }
        }
        same("clear", Map.of(), (long) model.size(), 0);
    }

    @Test
    void aMapIsALinkedHashMap() {
        type = StructureType.MAP;
        Map<String, Object> model = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(3);
        for (int step = 0; step < STEPS; step++) {
            String field = "f" + random.nextInt(12);
            long value = random.nextLong(100);
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    Object former = model.put(field, value);
                    same("put", Map.of("field", field, "value", value), former, model.size());
                }
                case 2 -> same("get", Map.of("field", field), model.get(field), model.size());
                case 3 -> {
                    Object former = model.remove(field);
                    same("remove", Map.of("field", field), former, model.size());
                }
                case 4 ->
                        same(
                                "contains",
                                Map.of("field", field),
                                model.containsKey(field),
                                model.size());
                default -> {
                    same("keys", Map.of(), new ArrayList<>(model.keySet()), model.size());
                    same("values", Map.of(), new ArrayList<>(model.values()), model.size());
                    same(
                            "entries",
                            Map.of(),
                            model.entrySet().stream()
                                    .map(e -> Map.of("field", e.getKey(), "value", e.getValue()))
                                    .toList(),
                            model.size());
                }
            }
        }
        same("clear", Map.of(), (long) model.size(), 0);
    }

    @Test
    void aCounterIsALong() {
        type = StructureType.COUNTER;
        same("get", Map.of(), 0L, 0);
        long model = 0;
        SplittableRandom random = new SplittableRandom(4);
        for (int step = 0; step < STEPS; step++) {
            long by = random.nextLong(1000) - 500;
            switch (random.nextInt(4)) {
                case 0 -> same("increment", Map.of(), ++model, 1);
                case 1 -> same("increment", Map.of("by", by), model += by, 1);
                case 2 -> same("decrement", Map.of("by", by), model -= by, 1);
                default -> same("set", Map.of("value", by), model = by, 1);
            }
        }
        same("get", Map.of(), model, 1);
        same("reset", Map.of(), 0L, 1);
    }

    @Test
    void aSortedSetIsSortedByScoreAndMember() {
        type = StructureType.SORTED_SET;
        Map<String, Long> model = new HashMap<>();
        SplittableRandom random = new SplittableRandom(5);
        for (int step = 0; step < STEPS; step++) {
            String member = "m" + random.nextInt(15);
            long score = random.nextLong(6);
            List<String> order = new ArrayList<>(model.keySet());
            order.sort(
                    Comparator.comparing((String m) -> model.get(m))
                            .thenComparing(Comparator.naturalOrder()));
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    boolean fresh = model.put(member, score) == null;
                    same("add", Map.of("member", member, "score", score), fresh, model.size());
                }
                case 2 -> {
                    boolean there = model.remove(member) != null;
                    same("remove", Map.of("member", member), there, model.size());
                }
                case 3 -> same("score", Map.of("value", member), model.get(member), model.size());
                case 4 -> {
                    int rank = order.indexOf(member);
                    same(
                            "rank",
                            Map.of("member", member),
                            rank < 0 ? null : (long) rank,
                            model.size());
                }
                default -> {
                    int from = random.nextInt(order.size() + 1);
                    int to = from + random.nextInt(order.size() - from + 1);
                    same(
                            "range",
                            Map.of("from", from, "to", to),
                            order.subList(from, to).stream()
                                    .map(m -> Map.of("member", m, "score", model.get(m)))
                                    .toList(),
                            model.size());
                }
            }
        }
    }

    @Test
    void queuesAndStacksAreArrayDeques() {
        for (boolean queue : List.of(true, false)) {
            type = queue ? StructureType.QUEUE : StructureType.STACK;
            ArrayDeque<Object> model = new ArrayDeque<>();
            SplittableRandom random = new SplittableRandom(6);
            for (int step = 0; step < STEPS; step++) {
                long value = random.nextLong(100);
                switch (random.nextInt(3)) {
                    case 0 -> {
                        model.addLast(value);
                        same(
                                queue ? "enqueue" : "push",
                                Map.of("value", value),
                                (long) model.size(),
                                model.size());
                    }
                    case 1 -> {
                        Object next = queue ? model.pollFirst() : model.pollLast();
                        same(queue ? "dequeue" : "pop", Map.of(), next, model.size());
                    }
                    default -> {
                        Object next = queue ? model.peekFirst() : model.peekLast();
                        same("peek", Map.of(), next, model.size());
                    }
                }
            }
            same("size", Map.of(), (long) model.size(), model.size());
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        for (StructureType each : StructureType.values()) {
            type = each;
            CacheEngineTest.assertBad(() -> apply("fly", Map.of()), "operation");
        }
        type = StructureType.SET;
        CacheEngineTest.assertBad(() -> apply("add", Map.of()), "value");
        type = StructureType.LIST;
        CacheEngineTest.assertBad(() -> apply("get", Map.of()), "index");
        CacheEngineTest.assertBad(() -> apply("get", Map.of("index", "x")), "index");
        CacheEngineTest.assertBad(() -> apply("insert", Map.of("index", 1, "value", 1)), "index");
        type = StructureType.MAP;
        CacheEngineTest.assertBad(() -> apply("get", Map.of()), "field");
        type = StructureType.SORTED_SET;
        CacheEngineTest.assertBad(() -> apply("add", Map.of("member", "m")), "score");
        type = StructureType.LIST;
        Payload deep = Payload.json("[".repeat(64) + "]".repeat(64));
        CacheEngineTest.assertBad(() -> apply("append", Map.of("value", deep)), "value");
        region.put("MAP", "a string");
        type = StructureType.MAP;
        assertThatThrownBy(() -> apply("size", Map.of()))
                .isInstanceOfSatisfying(
                        MpregException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    @Test
    void readingMakesNoEntryAndWritingKeepsTheTime() {
        CacheFixture cache = new CacheFixture();
        CacheClient timed = cache.client("t");
        timed.structure("k", StructureType.LIST, "size", Map.of());
        assertThat(cache.engine.regions()).isEmpty();

        timed.put("k", List.of(), PutOptions.NONE.timeToLive(Duration.ofSeconds(10)).tags("t"));
        cache.time.advance(Duration.ofSeconds(6));
        timed.structure("k", StructureType.LIST, "append", Map.of("value", 1));
        assertThat(timed.entry("k").orElseThrow().metadata().timeLeft())
                .contains(Duration.ofSeconds(4));
        assertThat(timed.entry("k").orElseThrow().metadata().tags()).containsExactly("t");
        cache.time.advance(Duration.ofSeconds(4));
        assertThat(timed.contains("k")).isFalse();
    }

    private void same(String operation, Map<String, ?> arguments, Object result, long size) {
        seen = operation + arguments;
        StructureResult actual = apply(operation, arguments);
        assertThat(actual.result().as(Object.class)).as(seen).isEqualTo(result);
        assertThat(actual.size()).as(seen).isEqualTo(size);
    }

    private StructureResult apply(String operation, Map<String, ?> arguments) {
        return region.structure(type.name(), type, operation, arguments);
    }
}
