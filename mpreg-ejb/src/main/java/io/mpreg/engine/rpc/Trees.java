package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import io.mpreg.wire.json.RawJson;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Payloads as parts of JSON trees, and back. */
final class Trees {

    private static final String BYTES = "$bytes";
    private static final String CONTENT_TYPE = "contentType";

    private Trees() {}

    /** The payload of a tree. */
    static Payload payload(@Nullable Object tree) {
        if (tree instanceof RawJson raw) {
            return Payload.json(raw.utf8());
        }
        Payload bytes = tree instanceof Map<?, ?> map ? foreign(map) : null;
        if (bytes != null) {
            return bytes;
        }
        try {
            return Payload.json(Json.write(tree));
        } catch (JsonException e) {
            throw MpregException.of(
                    ErrorCode.CONVERSION, String.valueOf(e.getMessage()), Map.of(), e);
        }
    }

    /** A payload as a leaf of a tree. */
    static Object leaf(Payload payload) {
        if (payload.isJson()) {
            return new RawJson(payload.bytes());
        }
        Map<String, Object> foreign = new LinkedHashMap<>();
        foreign.put(BYTES, Base64.getEncoder().encodeToString(payload.bytes()));
        foreign.put(CONTENT_TYPE, payload.contentType());
        return foreign;
    }

    /** The payload that an object of the form for foreign bytes stands for; null if it is none. */
    static @Nullable Payload foreign(Map<?, ?> map) {
        if (map.size() != 2
                || !(map.get(BYTES) instanceof String base64)
                || !(map.get(CONTENT_TYPE) instanceof String type)) {
            return null;
        }
        try {
            return new Payload(type, Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether JSON text may hold an object with a special field. */
    static boolean maySignify(byte[] utf8) {
        for (int i = 0; i < utf8.length; i++) {
            byte b = utf8[i];
            if (b == '$' || b == '\\' && i + 1 < utf8.length && utf8[i + 1] == 'u') {
                return true;
            }
        }
        return false;
    }
}
