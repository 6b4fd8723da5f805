package io.mpreg.engine.cache;

import io.mpreg.api.cache.StructureType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of which no two are the same, in the order in which they were added: a JSON array. */
final class SetStructure implements Structure {

    @Override
    public Step apply(@Nullable Object tree, String operation, Arguments arguments) {
        List<@Nullable Object> members = Structure.list(tree, StructureType.SET);
        switch (operation) {
            case "add":
                return add(members, arguments.value("value"));
            case "remove":
                int at = Structure.find(members, arguments.value("value"));
                if (at >= 0) {
                    members.remove(at);
                }
                return new Step(at >= 0, members.size(), at >= 0, members);
            case "contains":
                return Structure.read(
                        Structure.find(members, arguments.value("value")) >= 0, members);
            case "members":
                return Structure.read(members, members);
            case "size":
                return Structure.read((long) members.size(), members);
            case "clear":
                return Structure.clear(members);
            default:
                throw Structure.unknown(
                        StructureType.SET,
                        operation,
                        "add, remove, contains, members, size, clear");
        }
    }

    private static Step add(List<@Nullable Object> members, @Nullable Object value) {
        boolean fresh = Structure.find(members, value) < 0;
        if (fresh) {
            members.add(value);
        }
        return new Step(fresh, members.size(), fresh, members);
    }
}
