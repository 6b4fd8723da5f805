package io.mpreg.engine.rpc;

import io.mpreg.api.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** An argument whose references are still to be filled in. */
sealed interface Template {

    /** What references point to. */
    interface Scope {
        Resolved value(String name);

        /** Hears how many bytes a reference brings in, before the next one is filled in. */
        default void filled(long bytes) {}
    }

    /** A reference that points to nothing. */
    final class Unresolvable extends Exception {
        private static final long serialVersionUID = 1L;

        Unresolvable(String message) {
            super(message, null, false, false);
        }
    }

    /** The argument with every reference filled in. */
    Payload fill(Scope scope) throws Unresolvable;

    /** The same as a part of a larger tree. */
    default Object leaf(Scope scope) throws Unresolvable {
        return Trees.leaf(fill(scope));
    }

    /** Gives each reference and its own place to the sink. */
    void references(BiConsumer<Reference, String> sink);

    /** A value without references. */
    record Constant(Payload payload) implements Template {
        @Override
        public Payload fill(Scope scope) {
            return payload;
        }

        @Override
        public void references(BiConsumer<Reference, String> sink) {}
    }

    /**
     * A value that another command or an event will yield.
     *
     * @param name the command or event
     * @param path the place in its value
     * @param place where in the arguments this stands
     */
    record Reference(String name, Path path, String place) implements Template {
        @Override
        public Payload fill(Scope scope) throws Unresolvable {
            try {
                Payload value = scope.value(name).at(path);
                scope.filled(value.size());
                return value;
            } catch (Path.Missing e) {
                throw new Unresolvable(
                        place
                                + " refers to '"
                                + path
                                + "' in the value of '"
                                + name
                                + "', but "
                                + e.getMessage());
            }
        }

        @Override
        public void references(BiConsumer<Reference, String> sink) {
            sink.accept(this, place);
        }
    }

    /** A list of which some element has references. */
    record Items(List<Template> items) implements Template {
        @Override
        public Payload fill(Scope scope) throws Unresolvable {
            return Trees.payload(leaf(scope));
        }

        @Override
        public Object leaf(Scope scope) throws Unresolvable {
            List<Object> filled = new ArrayList<>(items.size());
            for (Template item : items) {
                filled.add(item.leaf(scope));
            }
            return filled;
        }

        @Override
        public void references(BiConsumer<Reference, String> sink) {
            items.forEach(item -> item.references(sink));
        }
    }

    /** An object of which some field has references. */
    record Fields(Map<String, Template> fields) implements Template {
        @Override
        public Payload fill(Scope scope) throws Unresolvable {
            return Trees.payload(leaf(scope));
        }

        @Override
        public Object leaf(Scope scope) throws Unresolvable {
            Map<String, Object> filled = new LinkedHashMap<>();
            for (Map.Entry<String, Template> field : fields.entrySet()) {
                filled.put(field.getKey(), field.getValue().leaf(scope));
            }
            return filled;
        }

        @Override
        public void references(BiConsumer<Reference, String> sink) {
            fields.values().forEach(field -> field.references(sink));
        }
    }
}
