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

    /** The payload for which a value of a frame stands, as it was parsed or kept as text. */
    public static Payload fromFrame(@Nullable Object value) {
        if (value == null) {
            return Payload.NULL;
        }
        if (value instanceof RawJson text) {
            return fromText(text);
        }
        if (value instanceof Map<?, ?> map && isForm(map)) {
            return new Payload(
                    map.get(CONTENT_TYPE) instanceof String type ? type : OCTETS,
                    decoded((String) map.get(BYTES)));
        }
        return Payload.json(Json.write(value));
    }

    private static Payload fromText(RawJson value) {
        if (!mayBeForm(value.utf8())) {
            return Payload.json(value.utf8());
        }
        return Json.parse(value.utf8()) instanceof Map<?, ?> map && isForm(map)
                ? fromFrame(map)
                : Payload.json(value.utf8());
    }

    /* Only an object whose first field is one of the two, in any writing, can be the form. */
    private static boolean mayBeForm(byte[] utf8) {
        int at = 0;
        while (at < utf8.length && utf8[at] != '"') {
            if (utf8[at] != '{'
                    && utf8[at] != ' '
                    && utf8[at] != '\n'
                    && utf8[at] != '\r'
                    && utf8[at] != '\t') {
                return false;
            }
            at++;
        }
        if (at == 0 || at + 1 >= utf8.length || utf8[0] != '{') {
            return false;
        }
        return utf8[at + 1] == '$' || utf8[at + 1] == 'c' || utf8[at + 1] == '\\';
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
