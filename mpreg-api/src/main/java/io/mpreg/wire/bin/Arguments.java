package io.mpreg.wire.bin;

import io.mpreg.api.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Arguments of calls, each with its length, so that nobody has to look inside to find the next. */
final class Arguments {

    private static final int TYPED = 1;

    private Arguments() {}

    static void positional(BinaryWriter out, List<Payload> args) {
        out.number(args.size());
        for (int i = 0; i < args.size(); i++) {
            value(out, args.get(i));
        }
    }

    static void named(BinaryWriter out, Map<String, Payload> kwargs) {
        out.number(kwargs.size());
        for (Map.Entry<String, Payload> arg : kwargs.entrySet()) {
            out.text(arg.getKey());
            value(out, arg.getValue());
        }
    }

    /* The lowest bit of the length says whether the type of the content is told. */
    private static void value(BinaryWriter out, Payload value) {
        byte[] bytes = value.bytes();
        if (value.isJson()) {
            out.number((long) bytes.length << 1);
        } else {
            out.number((long) bytes.length << 1 | TYPED).text(value.contentType());
        }
        out.rest(bytes);
    }

    static List<Payload> positional(BinaryReader in) {
        long count = in.number();
        List<Payload> args = new ArrayList<>((int) Math.min(count, 16));
        for (long i = 0; i < count; i++) {
            args.add(value(in));
        }
        return args;
    }

    static Map<String, Payload> named(BinaryReader in) {
        Map<String, Payload> kwargs = new LinkedHashMap<>();
        for (long i = in.number(); i > 0; i--) {
            String name = in.text();
            kwargs.put(name, value(in));
        }
        return kwargs;
    }

    private static Payload value(BinaryReader in) {
        long head = in.number();
        return (head & TYPED) == 0
                ? Payload.json(in.bytes(head >>> 1))
                : new Payload(in.text(), in.bytes(head >>> 1));
    }
}
