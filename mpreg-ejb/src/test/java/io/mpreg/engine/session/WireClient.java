package io.mpreg.engine.session;

import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.transport.Channel;
import io.mpreg.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The other end of a session: a client that knows nothing but the protocol. */
final class WireClient implements Channel {

    private final SessionNode node;
    private final ArrayDeque<Sent> underWay = new ArrayDeque<>();
    private final ArrayDeque<Map<String, Object>> received = new ArrayDeque<>();
    final List<Integer> batches = new ArrayList<>();
    final Session session;
    boolean reads;
    int pings;
    int closeCode;
    String closeReason = "";
    private int ids;

    WireClient(SessionNode node, boolean reads) {
        this(node, reads, new Caller("test", "", Set.of(), Caller.Origin.REMOTE));
    }

    WireClient(SessionNode node, boolean reads, Caller caller) {
        this.node = node;
        this.reads = reads;
        this.session = node.sessions.open(caller, this);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void send(byte[] frame, Sent sent) {
        if (!underWay.isEmpty()) {
            throw new IllegalStateException("a send is under way");
        }
        Object tree = Json.parse(frame);
        if (tree instanceof List<?> batch) {
            batches.add(batch.size());
            batch.forEach(item -> received.add((Map<String, Object>) item));
        } else {
            batches.add(1);
            received.add((Map<String, Object>) tree);
        }
        if (reads) {
            sent.sent();
        } else {
            underWay.add(sent);
        }
    }

    @Override
    public void ping() {
        pings++;
    }

    @Override
    public void close(int code, String reason) {
        closeCode = code;
        closeReason = reason;
    }

    /** Takes one frame that is under way; false if there is none. */
    boolean read() {
        Sent sent = underWay.poll();
        if (sent == null) {
            return false;
        }
        sent.sent();
        return true;
    }

    /** The connection breaks. */
    void cut() {
        session.closed("cut");
        node.settle();
    }

    /** Sends a frame as it stands. */
    void raw(String frame) {
        session.frame(frame.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a request and returns its id. */
    String ask(String op, Object... fields) {
        String id = "r" + ++ids;
        session.frame(Json.write(request(id, op, fields)));
        return id;
    }

    static Map<String, Object> request(String id, String op, Object... fields) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("op", op);
        frame.put("id", id);
        for (int i = 0; i < fields.length; i += 2) {
            frame.put((String) fields[i], fields[i + 1]);
        }
        return frame;
    }

    /** The reply to a request, after everything that is due has run. */
    Map<String, Object> reply(String op, Object... fields) {
        return replyTo(ask(op, fields));
    }

    Map<String, Object> replyTo(String id) {
        node.settle();
        List<Map<String, Object>> found =
                received.stream().filter(frame -> id.equals(frame.get("id"))).toList();
        if (found.size() != 1) {
            throw new AssertionError(id + " has replies " + found + ", there came " + received);
        }
        received.remove(found.get(0));
        return found.get(0);
    }

    boolean hasReply(String id) {
        node.settle();
        return received.stream().anyMatch(frame -> id.equals(frame.get("id")));
    }

    /** The reply to a request that succeeds. */
    Map<String, Object> ok(String op, Object... fields) {
        Map<String, Object> reply = reply(op, fields);
        if (!"ok".equals(reply.get("op"))) {
            throw new AssertionError(op + " was answered with " + reply);
        }
        return reply;
    }

    /** The code of the error that a request is answered with. */
    String error(String op, Object... fields) {
        Map<String, Object> reply = reply(op, fields);
        if (!"error".equals(reply.get("op"))) {
            throw new AssertionError(op + " was answered with " + reply);
        }
        Map<?, ?> details = (Map<?, ?>) reply.get("details");
        if (!op.equals(details.get("op"))) {
            throw new AssertionError(op + " is not in " + reply);
        }
        if (reply.get("code").equals("MPREG-1400")
                && !(details.get("field") instanceof String
                        && details.get("reason") instanceof String)) {
            throw new AssertionError("no field and reason in " + reply);
        }
        return (String) reply.get("code");
    }

    /** Everything of that op that came without being a reply. */
    List<Map<String, Object>> pushes(String op) {
        node.settle();
        List<Map<String, Object>> found = new ArrayList<>();
        received.removeIf(
                frame ->
                        op.equals(frame.get("op")) && !frame.containsKey("id") && found.add(frame));
        return found;
    }

    Map<String, Object> push(String op) {
        List<Map<String, Object>> found = pushes(op);
        if (found.size() != 1) {
            throw new AssertionError("wanted one " + op + ", there came " + found + received);
        }
        return found.get(0);
    }

    /** Everything that came and was not asked for yet. */
    List<Map<String, Object>> rest() {
        node.settle();
        List<Map<String, Object>> all = List.copyOf(received);
        received.clear();
        return all;
    }
}
