package io.mpreg.engine.cache;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.cache.AtomicOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an atomic operation makes of a value: pure, without a cache.
 *
 * @param write what is to be written; empty if nothing is
 * @param reason why nothing is; empty if something is
 */
record AtomicStep(Optional<Payload> write, String reason) {

    static AtomicStep of(
            AtomicOperation operation, @Nullable Payload before, Payload expected, Payload value) {
        return switch (operation) {
            case TEST_AND_SET ->
                    Trees.same(before == null ? Payload.NULL : before, expected)
                            ? written(value)
                            : refused(before);
            case COMPARE_AND_SET ->
                    before != null && Trees.same(before, expected)
                            ? written(value)
                            : refused(before);
            case PUT_IF_ABSENT -> before == null ? written(value) : refused("there is an entry");
            case INCREMENT -> add(before, amount(value));
            case DECREMENT -> add(before, Trees.negated(amount(value)));
            case APPEND -> extend(before, Trees.tree(value), true);
            case PREPEND -> extend(before, Trees.tree(value), false);
        };
    }

    private static AtomicStep add(@Nullable Payload before, Number amount) {
        Object present = before == null ? Long.valueOf(0) : Trees.tree(before);
        if (!(present instanceof Number number)) {
            return refused("the entry is not a number");
        }
        return Trees.sum(number, amount)
                .map(sum -> written(Trees.payload(sum)))
                .orElseGet(() -> refused("the sum is out of range"));
    }

    private static Number amount(Payload value) {
        Object tree = Trees.tree(value);
        if (tree == null) {
            return 1L;
        }
        if (tree instanceof Number number) {
            return number;
        }
        throw MpregRequestException.field("value", "it must be a number");
    }

    private static AtomicStep extend(
            @Nullable Payload before, @Nullable Object addition, boolean atEnd) {
        Object present = before == null ? null : Trees.tree(before);
        if (present instanceof String || before == null && addition instanceof String) {
            if (!(addition instanceof String)) {
                return refused("the entry is a string and takes strings only");
            }
            String old = before == null ? "" : (String) present;
            return written(Trees.payload(atEnd ? old + addition : addition + old));
        }
        if (before == null || present instanceof List<?>) {
            List<@Nullable Object> items =
                    present instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
            items.add(atEnd ? items.size() : 0, addition);
            return written(Trees.payload(items));
        }
        return refused("the entry is neither a string nor a list");
    }

    private static AtomicStep written(Payload value) {
        return new AtomicStep(Optional.of(value), "");
    }

    private static AtomicStep refused(String reason) {
        return new AtomicStep(Optional.empty(), reason);
    }

    private static AtomicStep refused(@Nullable Payload before) {
        return refused(before == null ? "there is no entry" : "the entry is not what was expected");
    }
}
