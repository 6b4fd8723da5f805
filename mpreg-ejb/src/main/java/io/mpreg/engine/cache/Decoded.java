package io.mpreg.engine.cache;

import io.mpreg.api.codec.ValueCodec;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The values that one client read lately, as objects, so that they are decoded once. Only values
 * that nobody can change are kept: strings, boxed primitives, numbers, points in time, enums, and
 * records of nothing else.
 *
 * <p>It belongs to the client and not to the entries, so that the node holds no object of an
 * application's class after the application has gone.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads: slots are immutable and may be lost.
 */
final class Decoded {

    private static final int SLOTS = 1024;

    private static final Set<Class<?>> VALUES =
            Set.of(
                    String.class,
                    Boolean.class,
                    Character.class,
                    Byte.class,
                    Short.class,
                    Integer.class,
                    Long.class,
                    Float.class,
                    Double.class,
                    BigDecimal.class,
                    BigInteger.class,
                    UUID.class,
                    Instant.class,
                    Duration.class,
                    LocalDate.class,
                    LocalDateTime.class);

    private record Slot(Entry entry, Class<?> type, Optional<?> value) {}

    private final ValueCodec codec;
    private final Map<Class<?>, Boolean> lasting = new ConcurrentHashMap<>();
    private volatile @Nullable Slot @Nullable [] slots;

    Decoded(ValueCodec codec) {
        this.codec = codec;
    }

    /** The value of an entry as an object; empty where it is JSON null. */
    <T> Optional<T> of(Entry entry, Class<T> type) {
        @Nullable Slot[] table = slots;
        int at = System.identityHashCode(entry) & SLOTS - 1;
        if (table != null) {
            Slot slot = table[at];
            if (slot != null && slot.entry() == entry && slot.type() == type) {
                @SuppressWarnings("unchecked") // it was decoded as that type
                Optional<T> known = (Optional<T>) slot.value();
                return known;
            }
        }
        Optional<T> value = Optional.ofNullable(codec.decode(entry.value(), type));
        if (isLasting(type)) {
            if (table == null) {
                table = new Slot[SLOTS];
                slots = table;
            }
            table[at] = new Slot(entry, type, value);
        }
        return value;
    }

    private boolean isLasting(Class<?> type) {
        Boolean known = lasting.get(type);
        if (known == null) {
            known = unchangeable(type, 4);
            lasting.put(type, known);
        }
        return known;
    }

    private static boolean unchangeable(Type type, int depth) {
        if (!(type instanceof Class<?> plain)) {
            return false;
        }
        if (plain.isPrimitive() || plain.isEnum() || VALUES.contains(plain)) {
            return true;
        }
        if (!plain.isRecord() || depth == 0) {
            return false;
        }
        for (RecordComponent component : plain.getRecordComponents()) {
            if (!unchangeable(component.getGenericType(), depth - 1)) {
                return false;
            }
        }
        return true;
    }
}
