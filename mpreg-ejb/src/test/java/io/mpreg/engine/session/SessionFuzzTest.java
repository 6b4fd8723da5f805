package io.mpreg.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.wire.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a client sends: exactly one reply per request, no incident, nothing left behind. */
class SessionFuzzTest {

    private static final List<String> WORDS =
            List.of(
                    "a",
                    "a.b",
                    "t.#",
                    "*",
                    "mpreg.x",
                    "mpreg.echo",
                    "",
                    "r",
                    "k",
                    "SET",
                    "LIST",
                    "add",
                    "01ARZ3NDEKTSV4RRFFQ69G5FAV",
                    "INCREMENT",
                    "REQUEUE",
                    "subscribe",
                    "$ref",
                    "x\u0000",
                    "\ud83d\ude00",
                    "a..b",
                    "x".repeat(300));
    private static final List<String> NAMES =
            List.of(
                    "topic",
                    "payload",
                    "headers",
                    "messageId",
                    "guarantee",
                    "subscription",
                    "patterns",
                    "group",
                    "backlogSeconds",
                    "sinceMessageId",
                    "filter",
                    "credit",
                    "onSlow",
                    "n",
                    "consumer",
                    "pattern",
                    "limit",
                    "commands",
                    "requestId",
                    "timeoutMs",
                    "function",
                    "functionId",
                    "version",
                    "resources",
                    "tags",
                    "concurrency",
                    "invocation",
                    "value",
                    "error",
                    "percent",
                    "step",
                    "provider",
                    "region",
                    "key",
                    "mode",
                    "policy",
                    "ttlMs",
                    "dependsOn",
                    "costMs",
                    "ifAbsent",
                    "metadata",
                    "tag",
                    "dependency",
                    "operation",
                    "expected",
                    "type",
                    "member",
                    "score",
                    "index",
                    "field",
                    "from",
                    "to",
                    "by",
                    "cursor",
                    "kind",
                    "trackingId",
                    "correlationId",
                    "client",
                    "durable",
                    "keyHeader");

    private final SessionNode node = new SessionNode();
    private final List<String> operations = Operations.all().names().stream().sorted().toList();

    @Test
    void answersEveryRequestOnce() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            WireClient client = node.connect();
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Map<String, Object> frame = request(random, seed + "-" + i);
                ids.add((String) frame.get("id"));
                client.session.frame(Json.write(frame));
                node.settle();
            }
            node.time.advance(Duration.ofSeconds(60));
            node.settle();
            for (Map<String, Object> frame : client.rest()) {
                if (frame.containsKey("id")) {
                    assertThat(ids.remove(frame.get("id"))).as("seed " + seed + frame).isTrue();
                    assertThat(frame.get("code"))
                            .as("seed " + seed + " " + frame)
                            .isNotEqualTo("MPREG-1500");
                }
            }
            assertThat(ids).as("seed " + seed).isEmpty();
            client.cut();
            WireClient tidy = node.connect();
            ((List<?>) tidy.ok("queue.list").get("queues"))
                    .forEach(queue -> tidy.ok("queue.delete", "queue", queue));
            node.cache.regions().forEach(r -> node.connect().ok("cache.clear", "region", r));
        }
        assertThat(node.rpc.openRequests()).isZero();
        assertThat(node.exchange.statistics().subscriptions()).isZero();
    }

    @Test
    void survivesBrokenFrames() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            WireClient client = node.connect();
            for (int i = 0; i < 10; i++) {
                byte[] frame = Json.write(request(random, "i" + i));
                client.session.frame(broken(frame, random));
                node.settle();
            }
            for (Map<String, Object> frame : client.rest()) {
                assertThat(frame.get("code"))
                        .as("seed " + seed + " " + frame)
                        .isNotEqualTo("MPREG-1500");
            }
            assertThat(client.closeCode).as("seed " + seed).isZero();
            client.cut();
        }
        WireClient well = node.connect();
        well.ok("ping");
        assertThat(node.exchange.statistics().subscriptions()).isZero();
    }

    private static byte[] broken(byte[] frame, Random random) {
        byte[] bytes = frame;
        for (int flips = random.nextInt(4); flips > 0; flips--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = Arrays.copyOf(bytes, at + 1);
                case 2 -> bytes[at] = bytes[random.nextInt(bytes.length)];
                default -> {
                    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                    bytes = longer;
                }
            }
        }
        return bytes;
    }

    private Map<String, Object> request(Random random, String id) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("op", operations.get(random.nextInt(operations.size())));
        frame.put("id", id);
        for (int i = random.nextInt(8); i > 0; i--) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            frame.put(name, plausible(name, random));
        }
        return frame;
    }

    private static Object plausible(String name, Random random) {
        if (random.nextInt(3) == 0 && !name.equals("timeoutMs")) {
            return value(random, 0);
        }
        return switch (name) {
            case "patterns", "tags", "resources", "dependsOn" ->
                    List.of(WORDS.get(random.nextInt(WORDS.size())));
            case "commands" ->
                    List.of(
                            WireClient.request(
                                    "x",
                                    "y",
                                    "name",
                                    WORDS.get(random.nextInt(WORDS.size())),
                                    "function",
                                    WORDS.get(random.nextInt(WORDS.size())),
                                    "args",
                                    value(random, 0)));
            case "n", "credit", "limit", "index", "ttlMs", "timeoutMs" -> random.nextInt(2000);
            default -> WORDS.get(random.nextInt(WORDS.size()));
        };
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 7 : 9)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3 -> new BigDecimal("1e" + (random.nextInt(2_000_000_000) - 1_000_000_000));
            case 4 -> random.nextInt(10) - 5;
            case 5 -> WORDS.get(random.nextInt(WORDS.size()));
            case 6 -> random.nextGaussian();
            case 7 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth + 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(WORDS.get(random.nextInt(WORDS.size())), value(random, depth + 1));
                }
                yield map;
            }
        };
    }
}
