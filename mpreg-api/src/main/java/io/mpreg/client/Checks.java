package io.mpreg.client;

import io.mpreg.api.cache.CacheCheck;
import io.mpreg.api.cache.CacheDifference;
import io.mpreg.wire.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Reads what a node says of a region after it was compared. */
final class Checks {

    private Checks() {}

    static CacheCheck read(Fields reply) {
        Map<String, Long> nodes = new LinkedHashMap<>();
        Fields counts = reply.object("nodes");
        counts.fields()
                .keySet()
                .forEach(node -> nodes.put((String) node, counts.whole((String) node)));
        return new CacheCheck(
                reply.whole("keys"),
                reply.objects("differences").stream().map(Checks::difference).toList(),
                reply.flag("more"),
                reply.integer("repaired"),
                nodes,
                Set.copyOf(reply.texts("silent")));
    }

    private static CacheDifference difference(Fields fields) {
        return new CacheDifference(
                fields.text("key"),
                fields.choice("kind", CacheDifference.Kind.class, CacheDifference.Kind.VALUE),
                fields.text("node"));
    }
}
