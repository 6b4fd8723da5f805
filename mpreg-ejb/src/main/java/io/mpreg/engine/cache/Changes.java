package io.mpreg.engine.cache;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import io.mpreg.api.cache.AtomicOperation;
import io.mpreg.api.cache.AtomicResult;
import io.mpreg.api.cache.StructureResult;
import io.mpreg.api.cache.StructureType;
import io.mpreg.engine.gate.ClientContext;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Atomic operations and data structures: read, compute and write an entry while nobody else does.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Changes {

    private final CacheCore core;
    private final ClientContext context;
    private final Cause cause;

    Changes(CacheCore core, ClientContext context, Cause cause) {
        this.core = core;
        this.context = context;
        this.cause = cause;
    }

    AtomicResult atomic(
            Region region,
            String key,
            AtomicOperation operation,
            @Nullable Object expected,
            @Nullable Object value) {
        Payload wanted = context.encode(expected);
        Payload given = context.encode(value);
        return change(
                region,
                key,
                (before, writer) -> {
                    Payload old = before == null ? null : before.value();
                    AtomicStep step = AtomicStep.of(operation, old, wanted, given);
                    step.write().ifPresent(writer);
                    Value former = value(old == null ? Payload.NULL : old);
                    return new AtomicResult(
                            step.write().isPresent(),
                            former,
                            step.write().map(this::value).orElse(former),
                            step.reason());
                });
    }

    /**
     * @param present the region if there is one; it is made only if the operation writes
     */
    StructureResult structure(
            Supplier<Region> obtain,
            @Nullable Region present,
            String key,
            StructureType type,
            String operation,
            Map<String, ?> arguments) {
        Arguments given = Arguments.encode(operation, arguments, context);
        Structure structure = Structure.of(type);
        if (present == null) {
            Step step = structure.apply(null, operation, given);
            if (!step.changed()) {
                return result(step);
            }
        }
        return change(
                present == null ? obtain.get() : present,
                key,
                (before, writer) -> {
                    Object tree = before == null ? null : tree(before, type);
                    Step step = structure.apply(tree, operation, given);
                    if (step.changed()) {
                        writer.accept(Trees.payload(step.tree()));
                    }
                    return result(step);
                });
    }

    private <R> R change(
            Region region, String key, BiFunction<@Nullable Entry, Consumer<Payload>, R> change) {
        Region.Changed<R> changed =
                region.change(
                        key,
                        (before, writer) ->
                                change.apply(
                                        before,
                                        payload -> {
                                            context.gate().admitPayload(payload);
                                            writer.accept(payload);
                                        }));
        if (changed.written() != null) {
            core.announcer().written(changed.written(), cause);
        }
        core.cascade().settle();
        return changed.result();
    }

    private StructureResult result(Step step) {
        return new StructureResult(value(Trees.payload(step.result())), step.size());
    }

    private static Object tree(Entry entry, StructureType type) {
        Object tree = Trees.tree(entry.value());
        if (tree == null) {
            throw MpregRequestException.field(
                    "type", "the entry '" + entry.id() + "' is null, not a " + type);
        }
        return tree;
    }

    private Value value(Payload payload) {
        return new Value(payload, context.codec());
    }
}
