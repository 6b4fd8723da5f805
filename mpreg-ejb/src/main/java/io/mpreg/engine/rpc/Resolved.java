package io.mpreg.engine.rpc;

import io.mpreg.api.Payload;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import org.jspecify.annotations.Nullable;

/** A value that references point to; parsed when the first one looks inside. */
final class Resolved {

    private final Payload payload;
    private boolean parsed;
    private @Nullable Object tree;

    Resolved(Payload payload) {
        this.payload = payload;
    }

    Payload payload() {
        return payload;
    }

    /** The value at a path; the payload as it is for the whole value. */
    Payload at(Path path) throws Path.Missing {
        if (path.steps().isEmpty()) {
            return payload;
        }
        return Trees.payload(path.in(tree()));
    }

    /** The whole value as a tree. */
    @Nullable Object tree() throws Path.Missing {
        if (!parsed) {
            if (!payload.isJson()) {
                throw new Path.Missing(
                        "the value is " + payload.contentType() + ", which has no fields");
            }
            try {
                tree = Json.parse(payload.bytes());
            } catch (JsonException e) {
                throw new Path.Missing("the value is " + e.getMessage());
            }
            parsed = true;
        }
        return tree;
    }
}
