package io.mpreg.bench.fuzz;

import io.mpreg.wire.bin.BinaryWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Valid frames, which a mutator starts from. */
final class Seeds {

    /** Every family of operations; what they make has few names, so that little is left behind. */
    private static final List<String> OBJECTS =
            List.of(
                    "{\"op\":\"hello\",\"id\":\"1\",\"client\":\"fuzz\"}",
                    "{\"op\":\"ping\",\"id\":\"2\"}",
                    "{\"op\":\"publish\",\"id\":\"3\",\"topic\":\"fuzz.a.b\",\"payload\":{\"n\":1,"
                            + "\"t\":\"x\\u00e9\\ud83d\\ude00\"},\"headers\":{\"k\":\"v\"}}",
                    "{\"op\":\"subscribe\",\"id\":\"4\",\"subscription\":\"s\",\"patterns\":"
                            + "[\"fuzz.*.b\",\"fuzz.#\"],\"credit\":10,\"backlogSeconds\":1.5}",
                    "{\"op\":\"credit\",\"id\":\"5\",\"subscription\":\"s\",\"n\":5}",
                    "{\"op\":\"unsubscribe\",\"id\":\"6\",\"subscription\":\"s\"}",
                    "{\"op\":\"latest\",\"id\":\"7\",\"pattern\":\"fuzz.#\",\"limit\":3}",
                    "{\"op\":\"queue.create\",\"id\":\"w\",\"queue\":\"fuzz\",\"maxDepth\":100,"
                            + "\"durability\":\"MEMORY\"}",
                    "{\"op\":\"queue.send\",\"id\":\"8\",\"queue\":\"fuzz\",\"payload\":[1,2,null],"
                            + "\"ttlMs\":1000,\"priority\":\"HIGH\",\"dedupeId\":\"d\"}",
                    "{\"op\":\"queue.consume\",\"id\":\"9\",\"consumer\":\"c\",\"queue\":\"fuzz\","
                            + "\"prefetch\":2,\"autoAck\":true}",
                    "{\"op\":\"queue.info\",\"id\":\"a\",\"queue\":\"fuzz\"}",
                    "{\"op\":\"queue.ack\",\"id\":\"b\",\"deliveries\":[\"x\",\"y\"]}",
                    "{\"op\":\"queue.nack\",\"id\":\"c\",\"delivery\":\"x\",\"action\":\"DELAY\","
                            + "\"delayMs\":5}",
                    "{\"op\":\"queue.bind\",\"id\":\"d\",\"queue\":\"fuzz\",\"patterns\":[\"f.#\"]}",
                    "{\"op\":\"queue.sendVia\",\"id\":\"e\",\"topic\":\"f.x\",\"payload\":1,"
                            + "\"ttlMs\":10}",
                    "{\"op\":\"queue.purge\",\"id\":\"f\",\"queue\":\"fuzz\"}",
                    "{\"op\":\"rpc.call\",\"id\":\"g\",\"commands\":[{\"name\":\"a\",\"function\":"
                            + "\"mpreg.add\",\"args\":[1,2]},{\"name\":\"b\",\"function\":"
                            + "\"mpreg.echo\",\"args\":[{\"$ref\":\"a\"}]}],\"summary\":true}",
                    "{\"op\":\"rpc.explain\",\"id\":\"h\",\"commands\":[{\"name\":\"a\","
                            + "\"function\":\"mpreg.echo\",\"args\":[{\"$lit\":{}}]}]}",
                    "{\"op\":\"rpc.register\",\"id\":\"i\",\"function\":\"fuzz.f\",\"version\":"
                            + "\"1.0\",\"resources\":[\"r\"]}",
                    "{\"op\":\"rpc.return\",\"id\":\"j\",\"invocation\":\"x\",\"value\":1}",
                    "{\"op\":\"rpc.list\",\"id\":\"k\",\"pattern\":\"fuzz.#\"}",
                    "{\"op\":\"cache.put\",\"id\":\"l\",\"region\":\"fuzz\",\"key\":\"k\",\"value\":"
                            + "{\"x\":[1.5e3,-0,true]},\"ttlMs\":100,\"tags\":[\"t\"]}",
                    "{\"op\":\"cache.get\",\"id\":\"m\",\"region\":\"fuzz\",\"key\":\"k\","
                            + "\"metadata\":true}",
                    "{\"op\":\"cache.atomic\",\"id\":\"n\",\"region\":\"fuzz\",\"key\":\"n\","
                            + "\"operation\":\"INCREMENT\",\"value\":1}",
                    "{\"op\":\"cache.structure\",\"id\":\"o\",\"region\":\"fuzz\",\"key\":\"l\","
                            + "\"type\":\"LIST\",\"operation\":\"insert\",\"index\":0,\"value\":1}",
                    "{\"op\":\"cache.invalidate\",\"id\":\"p\",\"region\":\"fuzz\",\"tag\":\"t\"}",
                    "{\"op\":\"cache.clear\",\"id\":\"q\",\"region\":\"fuzz\"}",
                    "{\"op\":\"route.explain\",\"id\":\"r\",\"topic\":\"fuzz.a.b\"}",
                    "{\"op\":\"monitor.timeline\",\"id\":\"s\",\"correlationId\":\"x\"}",
                    "{\"op\":\"monitor.health\",\"id\":\"t\"}",
                    "[{\"op\":\"ping\",\"id\":\"u\"},{\"op\":\"ping\",\"id\":\"v\"}]");

    private Seeds() {}

    static List<byte[]> texts() {
        return OBJECTS.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    /** The same objects in the compact form, and publications in theirs. */
    static List<byte[]> frames() {
        List<byte[]> frames =
                new java.util.ArrayList<>(
                        OBJECTS.stream()
                                .filter(text -> text.startsWith("{"))
                                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                                .map(utf8 -> new BinaryWriter().json(utf8).toBytes())
                                .toList());
        for (int flags = 0; flags < 16; flags++) {
            frames.add(publication(flags));
        }
        return frames;
    }

    /* The flags: 1 a message id, 2 headers, 4 a content type, 8 a guarantee. */
    private static byte[] publication(int flags) {
        BinaryWriter out = new BinaryWriter().begin(1).number(1000 + flags).octet(flags);
        if ((flags & 1) != 0) {
            out.rest(new byte[] {1, 0x55, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
        }
        if ((flags & 8) != 0) {
            out.octet(1);
        }
        out.text("fuzz.a.b");
        if ((flags & 2) != 0) {
            out.number(1).text("k").text("v");
        }
        if ((flags & 4) != 0) {
            out.text("text/plain");
        }
        return out.rest("{\"n\":1}".getBytes(StandardCharsets.UTF_8)).end().toBytes();
    }
}
