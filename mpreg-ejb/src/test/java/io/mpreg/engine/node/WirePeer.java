package io.mpreg.engine.node;

import io.mpreg.engine.session.Session;
import io.mpreg.engine.transport.Channel;
import io.mpreg.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A connection whose client knows nothing but the protocol, and is strict about it. */
final class WirePeer implements Channel {

    private static final long PATIENCE_NS = 20_000_000_000L;

    private final Object lock = new Object();
    private final Map<String, List<Map<String, Object>>> replies = new LinkedHashMap<>();
    private final List<Map<String, Object>> pushes = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<Object> unknown = new HashSet<>();
    private final Set<Object> open = new HashSet<>();
    private final Map<Object, Object> ending = new HashMap<>();
    private Session session;
    private int ids;
    private int closeCode;
    private boolean finished;

    void open(Session opened) {
        session = opened;
    }

    @Override
    public void send(byte[] frame, Sent sent) {
        Object tree = Json.parse(frame);
        synchronized (lock) {
            for (Object item : tree instanceof List<?> batch ? batch : List.of(tree)) {
                take(frame(item));
            }
            lock.notifyAll();
        }
        sent.sent();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> frame(Object tree) {
        return (Map<String, Object>) tree;
    }

    private void take(Map<String, Object> frame) {
        Object op = frame.get("op");
        if (!("ok".equals(op) || "error".equals(op))) {
            if (!(op instanceof String) || frame.containsKey("id")) {
                faults.add("a push without op or with an id: " + frame);
            }
            for (String owner : List.of("subscription", "consumer")) {
                if (frame.containsKey(owner) && !open.contains(frame.get(owner))) {
                    faults.add("a push before or after its " + owner + ": " + frame);
                }
            }
            pushes.add(frame);
        } else if (frame.get("id") == null || unknown.contains(frame.get("id"))) {
            pushes.add(frame);
        } else {
            List<Map<String, Object>> known = replies.get(frame.get("id"));
            if (known == null) {
                faults.add("a reply to nothing: " + frame);
            } else {
                known.add(frame);
                durations(frame, "");
                settled(frame);
                if (known.size() > 1) {
                    faults.add("more than one reply: " + known);
                }
            }
        }
    }

    /* Durations are whole numbers, wherever they stand. */
    private void durations(Object tree, String name) {
        if (tree instanceof Map<?, ?> map && !name.equals("value") && !name.equals("metrics")) {
            map.forEach((key, value) -> durations(value, String.valueOf(key)));
        } else if (tree instanceof List<?> list) {
            list.forEach(item -> durations(item, name));
        } else if (name.endsWith("Ms") && !(tree instanceof Long whole && whole >= 0)) {
            faults.add(name + " is no whole number of milliseconds: " + tree);
        }
    }

    /* Pushes come between the replies that open and end what they belong to. */
    private void settled(Map<String, Object> reply) {
        open.add(reply.get("subscription"));
        open.add(reply.get("consumer"));
        Object ended = ending.remove(reply.get("id"));
        if ("ok".equals(reply.get("op")) && ended != null) {
            open.remove(ended);
        }
    }

    @Override
    public void close(int code, String reason) {
        synchronized (lock) {
            closeCode = code;
            lock.notifyAll();
        }
    }

    /** Sends a frame as it stands. */
    void raw(String frame, Object... arguments) {
        String text = arguments.length == 0 ? frame : String.format(frame, arguments);
        session.frame(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** Notes an id, so that its reply is expected. */
    String expect(String id) {
        synchronized (lock) {
            replies.put(id, new ArrayList<>());
            unknown.remove(id);
        }
        return id;
    }

    /** Takes what answers that id among the pushes. */
    void forget(String id) {
        synchronized (lock) {
            replies.remove(id);
            unknown.add(id);
        }
    }

    /** Sends a request and returns its id. */
    String ask(String op, String fields, Object... arguments) {
        String id = expect("r" + ++ids);
        String rest = arguments.length == 0 ? fields : String.format(fields, arguments);
        if (op.equals("unsubscribe") || op.equals("queue.cancel")) {
            Map<String, Object> request = WireJson.object(rest);
            synchronized (lock) {
                ending.put(
                        id,
                        request.getOrDefault("subscription", request.getOrDefault("consumer", "")));
            }
        }
        raw("{'op':'" + op + "','id':'" + id + "'" + (rest.isEmpty() ? "" : "," + rest) + "}");
        return id;
    }

    /** The reply to an id. */
    Map<String, Object> reply(String id) {
        await("a reply to " + id, () -> !replies.get(id).isEmpty());
        synchronized (lock) {
            // That there was one is remembered, what it said is not.
            return replies.get(id).set(0, Map.of());
        }
    }

    boolean isAnswered(String id) {
        synchronized (lock) {
            return !replies.get(id).isEmpty();
        }
    }

    /** The reply to a request that succeeds. */
    Map<String, Object> ok(String op, String fields, Object... arguments) {
        return ok(ask(op, fields, arguments));
    }

    /** The reply to an id that succeeds. */
    Map<String, Object> ok(String id) {
        Map<String, Object> reply = reply(id);
        if (!"ok".equals(reply.get("op"))) {
            throw new AssertionError("answered with " + reply);
        }
        return reply;
    }

    /** The details of the error that a request is answered with. */
    Map<String, Object> error(int code, String op, String fields, Object... arguments) {
        return details(code, op, reply(ask(op, fields, arguments)));
    }

    /** The details of an error, which must be whole. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> details(int code, String op, Map<String, Object> reply) {
        WireJson.has(reply, "'op':'error','code':'MPREG-%d','details':{'op':'%s'}", code, op);
        Map<String, Object> details = (Map<String, Object>) reply.get("details");
        boolean whole = reply.get("message") instanceof String text && !text.isBlank();
        if (code == 1400) {
            whole &= details.get("field") instanceof String;
            whole &= details.get("reason") instanceof String;
        }
        if (!whole) {
            throw new AssertionError("an error without message, field or reason: " + reply);
        }
        return details;
    }

    /** The next push of that op. */
    Map<String, Object> push(String op) {
        return push(frame -> op.equals(frame.get("op")), op);
    }

    /** The next push that holds these fields. */
    Map<String, Object> push(String op, String fields, Object... arguments) {
        Map<String, Object> push = push(op);
        WireJson.has(push, fields, arguments);
        return push;
    }

    /** The next push of a kind, and of these only. */
    Map<String, Object> push(Predicate<Map<String, Object>> wanted, String what) {
        List<Map<String, Object>> found = new ArrayList<>();
        await("a push " + what, () -> take(wanted, found));
        return found.get(0);
    }

    private boolean take(Predicate<Map<String, Object>> wanted, List<Map<String, Object>> found) {
        for (Iterator<Map<String, Object>> each = pushes.iterator(); each.hasNext(); ) {
            Map<String, Object> push = each.next();
            if (wanted.test(push)) {
                each.remove();
                found.add(push);
                return true;
            }
        }
        return false;
    }

    /** Fails if a push of that op has come; a request that was answered comes before. */
    void nothing(String op) {
        ok("ping", "");
        synchronized (lock) {
            for (Map<String, Object> push : pushes) {
                if (op.equals(push.get("op"))) {
                    throw new AssertionError("not expected: " + push);
                }
            }
        }
    }

    /** The code with which the node ends the connection. */
    int closeCode() {
        await("the end", () -> closeCode != 0);
        return closeCode;
    }

    /** Asks until it holds; each asking is a request and its reply. */
    void until(BooleanSupplier holds) {
        long end = System.nanoTime() + PATIENCE_NS;
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("did not come to hold");
            }
            String id = ask("ping", "");
            ok(id);
            synchronized (lock) {
                replies.remove(id);
            }
        }
    }

    private void await(String what, BooleanSupplier holds) {
        long end = System.nanoTime() + PATIENCE_NS;
        synchronized (lock) {
            while (!holds.getAsBoolean()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError(
                            "waited for " + what + ", there came " + pushes + replies);
                }
                try {
                    lock.wait(left);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** The connection breaks. */
    void cut() {
        finished = true;
        session.closed("cut");
    }

    /** Ends the connection; every request must have had exactly one reply. */
    void finish() {
        if (finished) {
            return;
        }
        finished = true;
        if (closeCode == 0) {
            ok("ping", "");
        }
        cut();
        synchronized (lock) {
            if (!faults.isEmpty()) {
                throw new AssertionError(faults.toString());
            }
        }
    }
}
