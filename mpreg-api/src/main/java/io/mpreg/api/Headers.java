package io.mpreg.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The named strings that travel beside a payload.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * @param values the headers by name; names are case-sensitive
 * @since 0.1
 */
public record Headers(Map<String, String> values) {

    /** The header that ties together everything that one action caused. */
    public static final String CORRELATION_ID = "correlationId";

    /** The header of the W3C trace context. */
    public static final String TRACE_PARENT = "traceparent";

    /**
     * The header that names who sent a message over a connection, as the server has authenticated
     * them. The node sets it; what a client puts there does not count. Absent where nobody was
     * authenticated, and on messages of applications in the server, unless they set it.
     */
    public static final String PRINCIPAL = "principal";

    /** No headers. */
    public static final Headers NONE = new Headers(Map.of());

    public Headers {
        values = Map.copyOf(values);
    }

    /** One header. */
    public static Headers of(String name, String value) {
        return new Headers(Map.of(name, value));
    }

    /** The value of a header, if it is there. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The correlation id, if there is one. */
    public Optional<String> correlationId() {
        return get(CORRELATION_ID);
    }

    /** These headers and one more, which replaces one of the same name. */
    public Headers with(String name, String value) {
        Map<String, String> more = new HashMap<>(values);
        more.put(name, value);
        return new Headers(more);
    }

    /** Who sent it, if the sender was authenticated. */
    public Optional<String> principal() {
        return get(PRINCIPAL);
    }

    /** These headers without one of that name. */
    public Headers without(String name) {
        if (!values.containsKey(name)) {
            return this;
        }
        Map<String, String> fewer = new HashMap<>(values);
        fewer.remove(name);
        return new Headers(fewer);
    }

    /** Whether every one of the given headers is here with the same value. */
    public boolean contains(Map<String, String> filter) {
        return values.entrySet().containsAll(filter.entrySet());
    }
}
