package io.mpreg.engine.cache;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.cache.StructureType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A kind of data structure over a JSON tree. Pure: it may change the tree that it is given. */
interface Structure {

    /**
     * Carries out an operation.
     *
     * @param tree the structure; null for one that is not there
     * @throws MpregRequestException {@link ErrorCode#BAD_REQUEST} for an unknown operation or a
     *     missing argument; {@link ErrorCode#CONFLICT} if the tree is something else
     */
    Step apply(@Nullable Object tree, String operation, Arguments arguments);

    static Structure of(StructureType type) {
        return switch (type) {
            case SET -> new SetStructure();
            case LIST -> new ListStructure();
            case MAP -> new MapStructure();
            case COUNTER -> new CounterStructure();
            case SORTED_SET -> new SortedSetStructure();
            case QUEUE -> new LineStructure(StructureType.QUEUE);
            case STACK -> new LineStructure(StructureType.STACK);
        };
    }

    /** The tree as a list; a missing one is empty. */
    @SuppressWarnings("unchecked") // a parsed array holds whatever JSON holds
    static List<@Nullable Object> list(@Nullable Object tree, StructureType type) {
        if (tree == null) {
            return new ArrayList<>();
        }
        if (tree instanceof List<?> list) {
            return (List<@Nullable Object>) list;
        }
        throw other(type);
    }

    static MpregException other(StructureType type) {
        return MpregException.of(
                ErrorCode.CONFLICT,
                "the entry is something else than a " + type,
                Map.of("type", type.name()));
    }

    static MpregException unknown(StructureType type, String operation, String known) {
        return MpregRequestException.field(
                "operation",
                "a " + type + " has no operation '" + operation + "'; it has " + known);
    }

    /** What an operation yields that only reads. */
    static Step read(@Nullable Object result, List<?> tree) {
        return new Step(result, tree.size(), false, tree);
    }

    /** What an operation yields that writes. */
    static Step wrote(@Nullable Object result, List<?> tree) {
        return new Step(result, tree.size(), true, tree);
    }

    /** Empties a list; yields how many elements went. */
    static Step clear(List<?> items) {
        int count = items.size();
        items.clear();
        return new Step((long) count, 0, count > 0, items);
    }

    /** Where an item is; -1 if it is not there. */
    static int find(List<?> items, @Nullable Object item) {
        for (int i = 0; i < items.size(); i++) {
            if (Trees.same(items.get(i), item)) {
                return i;
            }
        }
        return -1;
    }

    /** The part of a list between two positions, of which negative ones count from the end. */
    static List<?> slice(List<?> items, Arguments arguments) {
        int from = position(arguments.index("from", 0), items.size());
        int to = position(arguments.index("to", items.size()), items.size());
        return from >= to ? List.of() : new ArrayList<>(items.subList(from, to));
    }

    private static int position(int index, int size) {
        int fromStart = index < 0 ? index + size : index;
        return Math.max(0, Math.min(size, fromStart));
    }
}
