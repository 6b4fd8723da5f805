package io.mpreg.engine.cache;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.cache.StructureType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values in an order: a JSON array. A negative index counts from the end. */
final class ListStructure implements Structure {

    @Override
    public Step apply(@Nullable Object tree, String operation, Arguments arguments) {
        List<@Nullable Object> items = Structure.list(tree, StructureType.LIST);
        switch (operation) {
            case "append":
                return insert(items, items.size(), arguments);
            case "prepend":
                return insert(items, 0, arguments);
            case "insert":
                return insert(items, place(arguments.index("index"), items.size()), arguments);
            case "get":
                int wanted = from(arguments.index("index"), items.size());
                return Structure.read(has(items, wanted) ? items.get(wanted) : null, items);
            case "remove":
                return remove(items, from(arguments.index("index"), items.size()));
            case "pop":
                return remove(items, from(arguments.index("index", -1), items.size()));
            case "slice":
                return Structure.read(Structure.slice(items, arguments), items);
            case "size":
                return Structure.read((long) items.size(), items);
            case "clear":
                return Structure.clear(items);
            default:
                throw Structure.unknown(
                        StructureType.LIST,
                        operation,
                        "append, prepend, insert, get, remove, pop, slice, size, clear");
        }
    }

    private static Step insert(List<@Nullable Object> items, int at, Arguments arguments) {
        items.add(at, arguments.value("value"));
        return Structure.wrote((long) items.size(), items);
    }

    private static Step remove(List<@Nullable Object> items, int at) {
        return has(items, at)
                ? Structure.wrote(items.remove(at), items)
                : Structure.read(null, items);
    }

    private static boolean has(List<?> items, int at) {
        return at >= 0 && at < items.size();
    }

    private static int from(int index, int size) {
        return index < 0 ? index + size : index;
    }

    private static int place(int index, int size) {
        int at = from(index, size);
        if (at < 0 || at > size) {
            throw MpregRequestException.field(
                    "index", "it is " + index + ", but the list has " + size + " elements");
        }
        return at;
    }
}
