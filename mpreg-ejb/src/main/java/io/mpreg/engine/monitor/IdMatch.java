package io.mpreg.engine.monitor;

import io.mpreg.api.Ulid;
import org.jspecify.annotations.Nullable;

/** Compares ids by their text, without making the text of a ULID. */
final class IdMatch {

    private final String text;
    private final @Nullable Ulid ulid;

    IdMatch(String text) {
        this.text = text;
        this.ulid = ulid(text);
    }

    boolean matches(Object id) {
        if (id instanceof String other) {
            return text.equals(other);
        }
        if (id instanceof Ulid other) {
            return other.equals(ulid);
        }
        return text.equals(id.toString());
    }

    private static @Nullable Ulid ulid(String text) {
        if (!Ulid.isValid(text)) {
            return null;
        }
        Ulid parsed = Ulid.parse(text);
        return parsed.toString().equals(text) ? parsed : null;
    }
}
