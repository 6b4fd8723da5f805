package io.mpreg.api.rpc;

import java.util.Objects;

/**
 * A place in the result of another command, standing for the value that will be there.
 *
 * <pre>{@code
 * Ref.to("customer").field("addresses").index(0).field("city")
 * }</pre>
 *
 * <p>It may stand anywhere in the arguments of a command, inside lists and maps too; the command
 * then waits for the other one.
 *
 * @param path {@code name}, followed by {@code .field} and {@code [index]} steps; a field whose
 *     name holds a dot or a bracket is written {@code ["field"]}
 * @since 0.1
 */
public record Ref(String path) {

    public Ref {
        Objects.requireNonNull(path, "path");
    }

    /** The whole result of a command. */
    public static Ref to(String command) {
        return new Ref(command);
    }

    /** A field of what this refers to; its name may have any characters. */
    public Ref field(String name) {
        boolean plain = !name.isEmpty();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            plain &= c != '.' && c != '[';
        }
        return plain
                ? new Ref(path + "." + name)
                : new Ref(path + "[\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]");
    }

    /** An element of the list that this refers to, counted from 0. */
    public Ref index(int index) {
        return new Ref(path + "[" + index + "]");
    }
}
