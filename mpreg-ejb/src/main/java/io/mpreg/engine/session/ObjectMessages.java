package io.mpreg.engine.session;

import io.mpreg.api.MpregRequestException;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what comes to a session as objects of JSON.
 *
 * <p><b>Threads.</b> As the session's frames.
 */
final class ObjectMessages {

    /** Fields that are passed on as the bytes they came as. */
    private static final Set<String> RAW =
            Set.of("payload", "value", "expected", "member", "commands");

    private static final int LONGEST_ID = 256;

    private final Session session;

    ObjectMessages(Session session) {
        this.session = session;
    }

    /** Takes an object, or an array of them. */
    void take(byte[] utf8) {
        Object tree;
        try {
            tree = Json.parse(utf8, RAW);
        } catch (JsonException e) {
            session.malformed(MpregRequestException.field("frame", String.valueOf(e.getMessage())));
            return;
        }
        if (tree instanceof List<?> batch) {
            boolean any = batch.isEmpty();
            for (int i = 0; i < batch.size() && !session.isOver(); i++) {
                any |= one(batch.get(i));
            }
            session.noted(any);
        } else {
            session.noted(one(tree));
        }
    }

    /* Whether it was a request. */
    private boolean one(@Nullable Object tree) {
        if (!(tree instanceof Map<?, ?> object)) {
            session.error(
                    MpregRequestException.field("frame", "it must be an object, or an array of"),
                    null,
                    "");
            return false;
        }
        Fields fields = new Fields("", object);
        String op;
        String requestId;
        try {
            op = fields.text("op");
        } catch (MpregRequestException e) {
            Object id = object.get("id");
            session.error(
                    e, id instanceof String text && text.length() <= LONGEST_ID ? text : null, "");
            return false;
        }
        try {
            requestId = fields.text("id");
            if (requestId.length() > LONGEST_ID) {
                throw fields.wrong("id", "it has more than " + LONGEST_ID + " characters");
            }
        } catch (MpregRequestException e) {
            session.error(e, null, op);
            return true;
        }
        request(op, requestId, fields);
        return true;
    }

    private void request(String op, String requestId, Fields fields) {
        Answer answer =
                new Answer(session, requestId, op, session.host().platform().clock().nanos());
        Operations.Entry entry = session.host().operations().find(op);
        if (entry == null) {
            answer.fail(fields.wrong("op", "'" + Fields.shortened(op) + "' is unknown"));
            return;
        }
        if (!session.admits(answer, entry.isAlways())) {
            return;
        }
        if (entry.mayBlock()) {
            session.asWork(() -> run(entry, fields, answer), answer::fail);
        } else {
            session.inOrder(() -> run(entry, fields, answer), answer::fail);
        }
    }

    private void run(Operations.Entry entry, Fields fields, Answer answer) {
        session.carryOut(answer, () -> entry.operation().run(session, fields, answer));
    }
}
