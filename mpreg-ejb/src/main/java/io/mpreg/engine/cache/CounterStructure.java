package io.mpreg.engine.cache;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.cache.StructureType;
import org.jspecify.annotations.Nullable;

/** A number: every operation yields it as it is afterwards. Its size is 1, or 0 without entry. */
final class CounterStructure implements Structure {

    @Override
    public Step apply(@Nullable Object tree, String operation, Arguments arguments) {
        Number value = value(tree);
        switch (operation) {
            case "increment":
                return wrote(sum(value, arguments.number("by", 1)));
            case "decrement":
                return wrote(sum(value, Trees.negated(arguments.number("by", 1))));
            case "set":
                return wrote(arguments.number("value"));
            case "get":
                return new Step(value, tree == null ? 0 : 1, false, value);
            case "reset":
                return wrote(0L);
            default:
                throw Structure.unknown(
                        StructureType.COUNTER, operation, "increment, decrement, set, get, reset");
        }
    }

    private static Step wrote(Number value) {
        return new Step(value, 1, true, value);
    }

    private static Number sum(Number value, Number by) {
        return Trees.sum(value, by)
                .orElseThrow(() -> MpregRequestException.field("by", "the sum is out of range"));
    }

    private static Number value(@Nullable Object tree) {
        if (tree == null) {
            return 0L;
        }
        if (tree instanceof Number number) {
            return number;
        }
        throw Structure.other(StructureType.COUNTER);
    }
}
