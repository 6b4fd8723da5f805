package io.mpreg.engine.cache;

import io.mpreg.api.cache.StructureType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values by field: a JSON object. */
final class MapStructure implements Structure {

    @Override
    public Step apply(@Nullable Object tree, String operation, Arguments arguments) {
        Map<String, @Nullable Object> fields = fields(tree);
        switch (operation) {
            case "put":
                Object value = arguments.value("value");
                return wrote(fields.put(field(arguments), value), fields);
            case "get":
                return read(fields.get(field(arguments)), fields);
            case "remove":
                String gone = field(arguments);
                boolean there = fields.containsKey(gone);
                Object former = fields.remove(gone);
                return there ? wrote(former, fields) : read(null, fields);
            case "contains":
                return read(fields.containsKey(field(arguments)), fields);
            case "keys":
                return read(new ArrayList<>(fields.keySet()), fields);
            case "values":
                return read(new ArrayList<>(fields.values()), fields);
            case "entries":
                return read(entries(fields), fields);
            case "size":
                return read((long) fields.size(), fields);
            case "clear":
                long count = fields.size();
                fields.clear();
                return new Step(count, 0, count > 0, fields);
            default:
                throw Structure.unknown(
                        StructureType.MAP,
                        operation,
                        "put, get, remove, contains, keys, values, entries, size, clear");
        }
    }

    private static String field(Arguments arguments) {
        return arguments.text("field");
    }

    private static List<Object> entries(Map<String, @Nullable Object> fields) {
        List<Object> entries = new ArrayList<>(fields.size());
        fields.forEach(
                (field, value) -> {
                    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                    entry.put("field", field);
                    entry.put("value", value);
                    entries.add(entry);
                });
        return entries;
    }

    private static Step read(@Nullable Object result, Map<String, ?> fields) {
        return new Step(result, fields.size(), false, fields);
    }

    private static Step wrote(@Nullable Object result, Map<String, ?> fields) {
        return new Step(result, fields.size(), true, fields);
    }

    @SuppressWarnings("unchecked") // a parsed object has strings for fields
    private static Map<String, @Nullable Object> fields(@Nullable Object tree) {
        if (tree == null) {
            return new LinkedHashMap<>();
        }
        if (tree instanceof LinkedHashMap<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw Structure.other(StructureType.MAP);
    }
}
