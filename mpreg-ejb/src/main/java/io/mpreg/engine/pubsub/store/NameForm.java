package io.mpreg.engine.pubsub.store;

import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.wire.json.Json;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a durable name stands in the journal: a JSON object with what it collects. */
final class NameForm {

    private NameForm() {}

    static byte[] header(String name, SubscriptionSpec spec) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("name", name);
        form.put("durable", spec.durable().orElseThrow());
        form.put("patterns", spec.patterns());
        form.put("filter", spec.filter());
        form.put("onSlow", spec.onSlow().name());
        spec.keyHeader().ifPresent(header -> form.put("keyHeader", header));
        return Json.write(form);
    }

    /**
     * Reads a header.
     *
     * @throws RuntimeException if it was not written so
     */
    static Stored read(ByteBuffer header) {
        byte[] utf8 = new byte[header.remaining()];
        header.get(utf8);
        if (!(Json.parse(utf8) instanceof Map<?, ?> form)) {
            throw new IllegalArgumentException("the record of a durable name is no object");
        }
        SubscriptionSpec spec =
                SubscriptionSpec.of(
                                ((List<?>) form.get("patterns"))
                                        .stream().map(String::valueOf).toArray(String[]::new))
                        .filter(texts((Map<?, ?>) form.get("filter")))
                        .durable(text(form, "durable"))
                        .persistent(true)
                        .onSlow(SlowConsumerPolicy.valueOf(text(form, "onSlow")));
        return new Stored(
                text(form, "name"),
                form.containsKey("keyHeader") ? spec.keyHeader(text(form, "keyHeader")) : spec);
    }

    private static String text(Map<?, ?> form, String field) {
        return (String) form.get(field);
    }

    private static Map<String, String> texts(Map<?, ?> form) {
        Map<String, String> texts = new HashMap<>();
        form.forEach((key, value) -> texts.put((String) key, (String) value));
        return texts;
    }

    /**
     * A durable name and what it collects.
     *
     * @param name the name
     * @param spec its patterns and what else it needs to collect
     */
    record Stored(String name, SubscriptionSpec spec) {}
}
