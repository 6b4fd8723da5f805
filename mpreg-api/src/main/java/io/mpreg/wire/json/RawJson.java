package io.mpreg.wire.json;

import java.util.Objects;

/**
 * A JSON value that is already text, to be written as it stands.
 *
 * @param utf8 exactly one valid JSON value; not to be changed afterwards
 */
public record RawJson(byte[] utf8) {
    public RawJson {
        Objects.requireNonNull(utf8, "utf8");
    }
}
