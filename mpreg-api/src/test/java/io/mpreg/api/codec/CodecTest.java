package io.mpreg.api.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import io.mpreg.api.rpc.Ref;
import io.mpreg.wire.json.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for both codecs, so that it does not matter which one an application has. */
class CodecTest {

    private static final ApplicationCodec JSONB = Codecs.standard(CodecTest.class.getClassLoader());

    /** A value of a user's own. */
    public record Line(String article, int count, BigDecimal price) {}

    /** A value of values. */
    public record Order(
            UUID id, List<Line> lines, Map<String, Integer> stock, LocalDate day, State state) {}

    /** How an order is. */
    public enum State {
        NEW,
        DONE
    }

    static Stream<ValueCodec> codecs() {
        return Stream.of(Codecs.plain(), JSONB);
    }

    @AfterAll
    static void close() {
        JSONB.close();
    }

    @Test
    void jsonbIsUsedWhereItIs() {
        assertThat(JSONB.toString()).startsWith("JSON-B codec");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void valuesComeBackAsTheyWere(ValueCodec codec) {
        for (Object value :
                List.of(
                        "text \u00e4\u20ac\ud83d\ude00 \" \\ \n",
                        "",
                        true,
                        17,
                        -17L,
                        Long.MAX_VALUE,
                        1.5,
                        new BigDecimal("12345678901234567890.123"),
                        new BigInteger("123456789012345678901234567890"),
                        State.DONE,
                        new Line("a", 2, new BigDecimal("1.50")),
                        Instant.parse("2026-11-25T10:00:00.123Z"),
                        LocalDate.of(2026, 11, 25),
                        Duration.ofMillis(1500),
                        UUID.fromString("00000000-0000-0001-0000-000000000002"),
                        new Order(
                                UUID.fromString("00000000-0000-0001-0000-000000000003"),
                                List.of(new Line("x", 1, BigDecimal.ONE)),
                                Map.of("x", 3),
                                LocalDate.of(2026, 1, 2),
                                State.NEW))) {
            Payload payload = codec.encode(value);
            assertThat(payload.isJson()).isTrue();
            Object back = codec.decode(Payload.json(payload.bytes()), value.getClass());
            assertThat(back).as(payload.text()).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aValueOfOneCodecIsReadByTheOther(ValueCodec codec) {
        Order order =
                new Order(
                        new UUID(1, 2),
                        List.of(new Line("x", 1, BigDecimal.TEN)),
                        Map.of("x", 3),
                        LocalDate.of(2026, 1, 2),
                        State.NEW);
        Payload payload = codec.encode(order);
        assertThat(Codecs.plain().<Order>decode(payload, Order.class)).isEqualTo(order);
        assertThat(JSONB.<Order>decode(payload, Order.class)).isEqualTo(order);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void genericTypesAreKept(ValueCodec codec) {
        List<Line> lines = List.of(new Line("a", 1, BigDecimal.ONE));
        assertThat(codec.<List<Line>>decode(codec.encode(lines), generic(List.class, Line.class)))
                .isEqualTo(lines);
        Map<String, List<Integer>> map = Map.of("a", List.of(1, 2));
        assertThat(
                        codec.<Map<String, List<Integer>>>decode(
                                codec.encode(map),
                                generic(
                                        Map.class,
                                        String.class,
                                        generic(List.class, Integer.class))))
                .isEqualTo(map);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void nullIsAValue(ValueCodec codec) {
        assertThat(codec.encode(null)).isEqualTo(Payload.NULL);
        assertThat(codec.<String>decode(Payload.NULL, String.class)).isNull();
        assertThat(codec.<String>decode(Payload.json(" null\n"), String.class)).isNull();
        assertConversionFails(() -> codec.decode(Payload.NULL, int.class), "int");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void whatIsEncodedPassesThrough(ValueCodec codec) {
        Payload bytes = new Payload("image/png", new byte[] {1, 2});
        assertThat(codec.encode(bytes)).isSameAs(bytes);
        assertThat(codec.<Payload>decode(bytes, Payload.class)).isSameAs(bytes);
        assertThat(codec.<byte[]>decode(bytes, byte[].class)).containsExactly(1, 2);
        Value value = codec.decode(Payload.json("[1]"), Value.class);
        assertThat(value.as(Object.class)).isEqualTo(List.of(1L));
        assertThat(codec.encode(value).text()).isEqualTo("[1]");
        assertConversionFails(() -> codec.decode(bytes, Line.class), "image/png");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aReferenceIsWrittenAsTheNodeReadsIt(ValueCodec codec) {
        assertThat(Json.parse(codec.encode(Ref.to("a").field("b").index(0)).bytes()))
                .isEqualTo(Map.of("$ref", "a.b[0]"));
        assertThat(Json.parse(codec.encode(List.of(Ref.to("a"))).bytes()))
                .isEqualTo(List.of(Map.of("$ref", "a")));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void anythingIsTextToWhoAsksForText(ValueCodec codec) {
        assertThat(codec.<String>decode(Payload.json("{\"a\":1}"), String.class))
                .isEqualTo("{\"a\":1}");
        assertThat(codec.<String>decode(new Payload("text/csv", "a,b".getBytes()), String.class))
                .isEqualTo("a,b");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void whatDoesNotFitIsNamed(ValueCodec codec) {
        assertConversionFails(() -> codec.decode(Payload.json("\"x\""), int.class), "int");
        assertConversionFails(() -> codec.decode(Payload.json("[1"), Object.class), "[1");
        assertConversionFails(() -> codec.decode(Payload.json("[1]"), Line.class), "Line");
        assertConversionFails(() -> codec.decode(Payload.json("\"OLD\""), State.class), "State");
    }

    @Test
    void withoutJsonbABeanIsRefusedWithAWayOut() {
        class Bean {}
        assertConversionFails(() -> Codecs.plain().encode(new Bean()), "add JSON-B");
    }

    @Test
    void ofAnOptionalThePlainCodecTakesWhatItHolds() {
        assertThat(Codecs.plain().encode(Optional.of(1)).text()).isEqualTo("1");
        assertThat(Codecs.plain().encode(Optional.empty()).text()).isEqualTo("null");
        assertThat(Codecs.plain().encode(new int[] {1, 2}).text()).isEqualTo("[1,2]");
    }

    private static void assertConversionFails(Runnable conversion, String named) {
        assertThatThrownBy(conversion::run)
                .isInstanceOfSatisfying(
                        MpregException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.CONVERSION))
                .hasMessageContaining(named);
    }

    private static Type generic(Class<?> raw, Type... arguments) {
        return new ParameterizedType() {
            @Override
            public Type[] getActualTypeArguments() {
                return arguments.clone();
            }

            @Override
            public Type getRawType() {
                return raw;
            }

            @Override
            public Type getOwnerType() {
                return null;
            }

            @Override
            public String toString() {
                return raw.getName() + Arrays.toString(arguments);
            }
        };
    }
}
