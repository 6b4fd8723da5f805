package io.mpreg.wire;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.RawJson;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a payload stands inside a JSON frame: JSON as itself, other bytes as {@code
 * {"$bytes":"<base64>","contentType":"..."}}.
 *
 * <p><b>Threads.</b> Stateless.
 */
public final class Payloads {

    private static final String BYTES = "$bytes";
    private static final String CONTENT_TYPE = "contentType";
    private static final String OCTETS = "application/octet-stream";

    private Payloads() {}

    /** What to write into a frame for a payload. */
    public static Object toFrame(Payload payload) {
        if (payload.isJson()) {
            return new RawJson(payload.bytes());
        }
        Map<String, Object> form = new LinkedHashMap<>();
        form.put(BYTES, Base64.getEncoder().encodeToString(payload.bytes()));
        form.put(CONTENT_TYPE, payload.contentType());
        return form;
    }

    /** The payload for which a value of a frame, as it was parsed, stands. */
    public static Payload fromFrame(@Nullable Object value) {
        if (value == null) {
            return Payload.NULL;
        }
        if (value instanceof Map<?, ?> map && isForm(map)) {
            return new Payload(
                    map.get(CONTENT_TYPE) instanceof String type ? type : OCTETS,
                    decoded((String) map.get(BYTES)));
        }
        return Payload.json(Json.write(value));
    }

    private static boolean isForm(Map<?, ?> map) {
        return map.get(BYTES) instanceof String
                && (map.size() == 1 || map.size() == 2 && map.containsKey(CONTENT_TYPE));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw MpregException.of(
                    ErrorCode.PROTOCOL, "$bytes is not base64: " + e.getMessage(), Map.of(), e);
        }
    }
}
