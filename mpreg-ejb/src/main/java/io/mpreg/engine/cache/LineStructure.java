package io.mpreg.engine.cache;

import io.mpreg.api.cache.StructureType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values in a line, as a JSON array: a queue gives out the first one, a stack the last one. An
 * empty line gives out null.
 */
final class LineStructure implements Structure {

    private final StructureType type;
    private final boolean queue;

    LineStructure(StructureType type) {
        this.type = type;
        this.queue = type == StructureType.QUEUE;
    }

    @Override
    public Step apply(@Nullable Object tree, String operation, Arguments arguments) {
        List<@Nullable Object> items = Structure.list(tree, type);
        if (operation.equals(queue ? "enqueue" : "push")) {
            items.add(arguments.value("value"));
            return Structure.wrote((long) items.size(), items);
        }
        int next = queue ? 0 : items.size() - 1;
        if (operation.equals(queue ? "dequeue" : "pop")) {
            return items.isEmpty()
                    ? Structure.read(null, items)
                    : Structure.wrote(items.remove(next), items);
        }
        if (operation.equals("peek")) {
            return Structure.read(items.isEmpty() ? null : items.get(next), items);
        }
        if (operation.equals("size")) {
            return Structure.read((long) items.size(), items);
        }
        throw Structure.unknown(
                type, operation, queue ? "enqueue, dequeue, peek, size" : "push, pop, peek, size");
    }
}
