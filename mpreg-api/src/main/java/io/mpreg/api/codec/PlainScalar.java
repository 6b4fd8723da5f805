package io.mpreg.api.codec;

import io.mpreg.api.Ulid;
import io.mpreg.wire.json.JsonException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Numbers, text and the JDK's values that have one text. */
final class PlainScalar {

    private static final int LONGEST_EXPONENT = 400;

    private static final Map<Class<?>, Function<String, Object>> TEXTS =
            Map.ofEntries(
                    Map.entry(Instant.class, Instant::parse),
                    Map.entry(LocalDate.class, LocalDate::parse),
                    Map.entry(LocalTime.class, LocalTime::parse),
                    Map.entry(LocalDateTime.class, LocalDateTime::parse),
                    Map.entry(OffsetDateTime.class, OffsetDateTime::parse),
                    Map.entry(OffsetTime.class, OffsetTime::parse),
                    Map.entry(ZonedDateTime.class, ZonedDateTime::parse),
                    Map.entry(Year.class, Year::parse),
                    Map.entry(YearMonth.class, YearMonth::parse),
                    Map.entry(MonthDay.class, MonthDay::parse),
                    Map.entry(Duration.class, Duration::parse),
                    Map.entry(Period.class, Period::parse),
                    Map.entry(ZoneId.class, ZoneId::of),
                    Map.entry(ZoneOffset.class, ZoneOffset::of),
                    Map.entry(UUID.class, UUID::fromString),
                    Map.entry(Ulid.class, Ulid::parse),
                    Map.entry(URI.class, URI::create));

    private static final Map<Class<?>, Function<BigDecimal, Object>> NUMBERS =
            Map.ofEntries(
                    Map.entry(byte.class, BigDecimal::byteValueExact),
                    Map.entry(Byte.class, BigDecimal::byteValueExact),
                    Map.entry(short.class, BigDecimal::shortValueExact),
                    Map.entry(Short.class, BigDecimal::shortValueExact),
                    Map.entry(int.class, BigDecimal::intValueExact),
                    Map.entry(Integer.class, BigDecimal::intValueExact),
                    Map.entry(long.class, BigDecimal::longValueExact),
                    Map.entry(Long.class, BigDecimal::longValueExact),
                    Map.entry(float.class, BigDecimal::floatValue),
                    Map.entry(Float.class, BigDecimal::floatValue),
                    Map.entry(double.class, BigDecimal::doubleValue),
                    Map.entry(Double.class, BigDecimal::doubleValue),
                    Map.entry(BigDecimal.class, number -> number),
                    Map.entry(BigInteger.class, PlainScalar::whole),
                    Map.entry(OptionalInt.class, n -> OptionalInt.of(n.intValueExact())),
                    Map.entry(OptionalLong.class, n -> OptionalLong.of(n.longValueExact())),
                    Map.entry(OptionalDouble.class, n -> OptionalDouble.of(n.doubleValue())));

    private PlainScalar() {}

    static @Nullable Object absent(Class<?> type) {
        if (type == OptionalInt.class) {
            return OptionalInt.empty();
        }
        if (type == OptionalLong.class) {
            return OptionalLong.empty();
        }
        return type == OptionalDouble.class ? OptionalDouble.empty() : null;
    }

    static Object of(Object tree, Class<?> type) {
        Function<BigDecimal, Object> number = NUMBERS.get(type);
        if (number != null && tree instanceof Number given) {
            return number.apply(decimal(given));
        }
        if (type == boolean.class && tree instanceof Boolean) {
            return tree;
        }
        if (tree instanceof String text) {
            return text(text, type);
        }
        throw new JsonException(
                type.getName() + " does not fit; the plain codec knows JDK values and records");
    }

    private static Object text(String text, Class<?> type) {
        Function<String, Object> parser = TEXTS.get(type);
        if (parser != null) {
            return parser.apply(text);
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(text)) {
                    return constant;
                }
            }
            throw new JsonException("'" + text + "' is none of " + type.getName());
        }
        if ((type == char.class || type == Character.class) && text.length() == 1) {
            return text.charAt(0);
        }
        Function<BigDecimal, Object> number = NUMBERS.get(type);
        if (number != null) { // the key of a map
            return number.apply(new BigDecimal(text));
        }
        throw new JsonException("text is no " + type.getName());
    }

    private static BigDecimal decimal(Number number) {
        return number instanceof BigDecimal exact ? exact : BigDecimal.valueOf(number.longValue());
    }

    private static BigInteger whole(BigDecimal number) {
        if (Math.abs((long) number.scale()) > LONGEST_EXPONENT) {
            throw new JsonException("a number out of range");
        }
        return number.toBigIntegerExact();
    }
}
