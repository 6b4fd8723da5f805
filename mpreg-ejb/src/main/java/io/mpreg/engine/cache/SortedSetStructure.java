package io.mpreg.engine.cache;

import io.mpreg.api.cache.StructureType;
import io.mpreg.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Members with scores, the lowest score first and members of one score by their text: a JSON array
 * of {@code {"member", "score"}}.
 */
final class SortedSetStructure implements Structure {

    @Override
    public Step apply(@Nullable Object tree, String operation, Arguments arguments) {
        List<@Nullable Object> ranks = Structure.list(tree, StructureType.SORTED_SET);
        switch (operation) {
            case "add":
                return add(ranks, arguments);
            case "remove":
                int at = find(ranks, arguments.valueOf("member"));
                if (at >= 0) {
                    ranks.remove(at);
                }
                return new Step(at >= 0, ranks.size(), at >= 0, ranks);
            case "score":
                int scored = find(ranks, arguments.valueOf("member"));
                return Structure.read(scored < 0 ? null : score(ranks.get(scored)), ranks);
            case "rank":
                int rank = find(ranks, arguments.valueOf("member"));
                return Structure.read(rank < 0 ? null : (long) rank, ranks);
            case "range":
                return Structure.read(Structure.slice(ranks, arguments), ranks);
            case "size":
                return Structure.read((long) ranks.size(), ranks);
            case "clear":
                return Structure.clear(ranks);
            default:
                throw Structure.unknown(
                        StructureType.SORTED_SET,
                        operation,
                        "add, remove, score, rank, range, size, clear");
        }
    }

    private static Step add(List<@Nullable Object> ranks, Arguments arguments) {
        Map<String, @Nullable Object> ranked = new LinkedHashMap<>();
        ranked.put("member", arguments.valueOf("member"));
        ranked.put("score", arguments.number("score"));
        int old = find(ranks, ranked.get("member"));
        if (old >= 0) {
            ranks.remove(old);
        }
        int low = 0;
        int high = ranks.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (compare(ranks.get(middle), ranked) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        ranks.add(low, ranked);
        return Structure.wrote(old < 0, ranks);
    }

    private static int find(List<?> ranks, @Nullable Object member) {
        for (int i = 0; i < ranks.size(); i++) {
            if (Trees.same(fields(ranks.get(i)).get("member"), member)) {
                return i;
            }
        }
        return -1;
    }

    private static int compare(@Nullable Object a, @Nullable Object b) {
        int byScore = Trees.compare(score(a), score(b));
        return byScore != 0 ? byScore : text(a).compareTo(text(b));
    }

    private static String text(@Nullable Object ranked) {
        Object member = fields(ranked).get("member");
        return member instanceof String text
                ? text
                : new String(Json.write(member), StandardCharsets.UTF_8);
    }

    private static Number score(@Nullable Object ranked) {
        if (fields(ranked).get("score") instanceof Number score) {
            return score;
        }
        throw Structure.other(StructureType.SORTED_SET);
    }

    private static Map<?, ?> fields(@Nullable Object ranked) {
        if (ranked instanceof Map<?, ?> fields && fields.containsKey("member")) {
            return fields;
        }
        throw Structure.other(StructureType.SORTED_SET);
    }
}
