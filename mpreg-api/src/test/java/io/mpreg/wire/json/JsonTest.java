package io.mpreg.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.Payload;
import io.mpreg.wire.Payloads;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonTest {

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static RawJson raw(String text) {
        return new RawJson(utf8(text));
    }

    private static String text(Object raw) {
        return new String(((RawJson) raw).utf8(), StandardCharsets.UTF_8);
    }

    @Test
    void keepsFieldsOfTheOutermostObjectsAsText() {
        Map<?, ?> frame =
                (Map<?, ?>)
                        Json.parse(
                                utf8(
                                        "{\"op\":\"x\",\"payload\": {\"payload\" : 1.50}, \"h\":{\"payload\":2}}"),
                                Set.of("payload"));
        assertThat(text(frame.get("payload"))).isEqualTo("{\"payload\" : 1.50}");
        assertThat(frame.get("h")).isEqualTo(Map.of("payload", 2L));

        List<?> batch =
                (List<?>)
                        Json.parse(
                                utf8(" [{\"payload\":[1, 2]},{\"payload\":null}]"),
                                Set.of("payload"));
        assertThat(text(((Map<?, ?>) batch.get(0)).get("payload"))).isEqualTo("[1, 2]");
        assertThat(text(((Map<?, ?>) batch.get(1)).get("payload"))).isEqualTo("null");
    }

    @Test
    void splitsIntoTexts() {
        assertThat(Json.items(raw("[1, {\"a\":[]} ,\"x\"]")).stream().map(JsonTest::text))
                .containsExactly("1", "{\"a\":[]}", "\"x\"");
        assertThat(Json.items(raw(" [ ] "))).isEmpty();
        assertThat(Json.fields(raw("{\"a\": 1,\"b\\n\":{}}")).keySet()).containsExactly("a", "b\n");
        assertThat(Json.fields(raw("{}"))).isEmpty();
        assertThatThrownBy(() -> Json.items(raw("{}"))).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> Json.fields(raw("[]"))).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> Json.items(raw("[1] 2"))).isInstanceOf(JsonException.class);
    }

    @Test
    void refusesInTextWhatItRefusesInTrees() {
        for (String bad :
                List.of(
                        "01",
                        "1.",
                        "-",
                        "1e",
                        "1e99999999999",
                        "tru",
                        "\"a",
                        "\"\\x\"",
                        "\"\\u12g4\"",
                        "\"\u0001\"",
                        "[1,]",
                        "{\"a\"}",
                        "{\"a\":}",
                        "{a:1}",
                        "[",
                        "{",
                        "",
                        "[".repeat(65) + "]".repeat(65))) {
            assertThatThrownBy(() -> Json.parse(utf8(bad)))
                    .as(bad)
                    .isInstanceOf(JsonException.class);
            assertThatThrownBy(() -> Json.items(raw("[" + bad + ",1]")))
                    .as(bad)
                    .isInstanceOf(JsonException.class);
        }
    }

    @Test
    void writesAndReadsAnyTree() {
        for (long seed = 0; seed < 2_000; seed++) {
            Object tree = tree(new Random(seed), 0);
            byte[] written = Json.write(tree);
            assertThat(Json.parse(written)).as("seed " + seed).isEqualTo(tree);
            List<RawJson> items =
                    Json.items(raw("[ " + new String(written, StandardCharsets.UTF_8) + " ]"));
            assertThat(items).as("seed " + seed).hasSize(1);
            assertThat(items.get(0).utf8()).as("seed " + seed).isEqualTo(written);
        }
    }

    @Test
    void readsTheSameOrRefusesWhateverIsBroken() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Json.write(tree(random, 0));
            for (int flips = random.nextInt(3); flips >= 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            boolean whole = reads(() -> Json.parse(bytes));
            byte[] inArray = new byte[bytes.length + 2];
            inArray[0] = '[';
            System.arraycopy(bytes, 0, inArray, 1, bytes.length);
            inArray[bytes.length + 1] = ']';
            if (whole) {
                assertThat(reads(() -> Json.items(new RawJson(inArray)))).as("round " + i).isTrue();
            } else if (reads(() -> Json.items(new RawJson(inArray)))) {
                // A comma at the top made two items of it.
                assertThat(reads(() -> Json.parse(inArray))).as("round " + i).isTrue();
            }
        }
    }

    private static boolean reads(Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (JsonException e) {
            return false;
        }
    }

    private static Object tree(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 6 : 8)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong() / 100 * (random.nextBoolean() ? 1 : 0);
            case 3 -> new BigDecimal(random.nextInt()).movePointLeft(3).setScale(3);
            case 4 -> (long) random.nextInt(100);
            case 5 -> string(random);
            case 6 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(tree(random, depth + 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(string(random), tree(random, depth + 1));
                }
                yield map;
            }
        };
    }

    private static String string(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int[] ranges = {0x20, 0x80, 0x800, 0xD000, 0x1F600};
            text.appendCodePoint(random.nextInt(32) + ranges[random.nextInt(ranges.length)]);
        }
        return text.append(random.nextInt(9) == 0 ? "\u0000\n\"\\" : "").toString();
    }

    @Test
    void writesStructures() {
        JsonWriter writer = new JsonWriter(1);
        writer.begin()
                .field("a", 1)
                .field("b", List.of(Map.of("c", "d"), Map.of()))
                .field("e", null);
        writer.field("min", Long.MIN_VALUE).field("raw", raw("[ ]")).end();
        assertThat(new String(writer.toBytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"a\":1,\"b\":[{\"c\":\"d\"},{}],\"e\":null,\"min\":-9223372036854775808,\"raw\":[ ]}");
        assertThatThrownBy(() -> writer.value(Double.NaN)).isInstanceOf(JsonException.class);
    }

    @Test
    void knowsTheFormForBytes() {
        Payload bytes = new Payload("application/x", new byte[] {1, 2, 3});
        byte[] form = Json.write(Payloads.toFrame(bytes));
        assertThat(Payloads.fromFrame(new RawJson(form))).isEqualTo(bytes);
        assertThat(Payloads.fromFrame(Json.parse(form))).isEqualTo(bytes);
        assertThat(
                        Payloads.fromFrame(
                                raw("{ \"contentType\":\"application/x\", \"$bytes\":\"AQID\"}")))
                .isEqualTo(bytes);
        assertThat(Payloads.fromFrame(raw("{\"\\u0024bytes\":\"AQID\"}")).bytes())
                .containsExactly(1, 2, 3);
        for (String plain :
                List.of(
                        "{}",
                        "{\"$bytes\":1}",
                        "{\"$bytes\":\"AQID\",\"x\":1}",
                        "[]",
                        "\"$bytes\"")) {
            assertThat(Payloads.fromFrame(raw(plain))).isEqualTo(Payload.json(plain));
        }
    }

    @Test
    void checksStringsAsItReadsThem() {
        Random random = new Random(11);
        byte[] signs = {'"', '\\', 0x1F, 0x20, 0x7F, 'a', (byte) 0xC3, (byte) 0x80, 'n', '?'};
        for (int i = 0; i < 50_000; i++) {
            byte[] text = new byte[2 + random.nextInt(40)];
            for (int at = 0; at < text.length; at++) {
                text[at] =
                        random.nextInt(12) == 0 ? signs[random.nextInt(signs.length)] : (byte) 'x';
            }
            text[0] = '"';
            text[text.length - 1] = random.nextInt(10) == 0 ? (byte) 'x' : (byte) '"';
            assertThat(isRefused(() -> Json.check(text)))
                    .as(() -> java.util.Arrays.toString(text))
                    .isEqualTo(isRefused(() -> Json.parse(text)));
        }
    }

    private static boolean isRefused(Runnable reading) {
        try {
            reading.run();
            return false;
        } catch (JsonException e) {
            return true;
        }
    }
}
