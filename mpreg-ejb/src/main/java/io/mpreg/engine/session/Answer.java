package io.mpreg.engine.session;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.rpc.CommandOutcome;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.engine.transport.Outgoing;
import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.CallForm;
import io.mpreg.wire.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to its one reply.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; the first reply counts.
 */
final class Answer implements Outgoing {

    private static final int ENVELOPE = 40;
    private static final AtomicReferenceFieldUpdater<Answer, Object> REPLY =
            AtomicReferenceFieldUpdater.newUpdater(Answer.class, Object.class, "reply");

    private final Session session;
    private final String id;
    private final String op;
    private final long started;
    private int size;
    private volatile @Nullable Object reply;
    private volatile @Nullable Runnable onAbandon;

    /**
     * @param started when the request came, by the clock's nanoseconds
     */
    Answer(Session session, String id, String op, long started) {
        this.session = session;
        this.id = id;
        this.op = op;
        this.started = started;
    }

    String id() {
        return id;
    }

    String op() {
        return op;
    }

    long started() {
        return started;
    }

    /** Replies that it was done, with these fields: name, value, name, value. */
    void ok(@Nullable Object... fields) {
        if (REPLY.compareAndSet(this, null, fields)) {
            int sum = ENVELOPE + id.length();
            for (Object field : fields) {
                sum += Sizes.of(field);
            }
            size = sum;
            session.answered(this, null);
        }
    }

    /**
     * Replies with what became of a call that came in its compact form.
     *
     * @param number the request's id
     * @param result of one command
     */
    void called(long number, RpcResult result) {
        Called called = new Called(number, result, result.outcomes().values().iterator().next());
        if (REPLY.compareAndSet(this, null, called)) {
            size = called.size();
            session.answered(this, null);
        }
    }

    /** Replies that it failed. */
    void fail(Throwable failure) {
        MpregException known = session.host().failures().known(failure, op);
        if (REPLY.compareAndSet(this, null, known)) {
            size =
                    ENVELOPE
                            + id.length()
                            + String.valueOf(known.getMessage()).length()
                            + Sizes.of(known.details());
            session.answered(this, known.code());
        }
    }

    /** Replies when the stage ends. */
    <T> void later(CompletionStage<T> stage, Function<T, @Nullable Object[]> fields) {
        stage.whenComplete(
                (value, failure) -> {
                    if (failure != null) {
                        fail(failure);
                        return;
                    }
                    try {
                        ok(fields.apply(value));
                    } catch (RuntimeException e) {
                        fail(e);
                    }
                });
    }

    /** What to do when nobody waits for the reply any more. */
    void onAbandon(Runnable action) {
        onAbandon = action;
    }

    /** Nobody waits any more. */
    void abandon() {
        Runnable action = onAbandon;
        if (REPLY.compareAndSet(this, null, this) && action != null) {
            action.run();
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void write(JsonWriter out) {
        int from = out.size();
        try {
            writeReply(out);
        } catch (RuntimeException e) {
            out.cut(from);
            writeError(out, id, session.host().failures().known(e, op), op);
        }
    }

    @Override
    public void write(BinaryWriter out) {
        if (reply instanceof Called called) {
            CallForm.result(out, called.number(), called.result(), called.outcome());
        } else {
            out.json(this::write);
        }
    }

    /** The result of a compact call. */
    private record Called(long number, RpcResult result, CommandOutcome outcome) {

        private static final int SIZE = 80;

        int size() {
            return SIZE
                    + (outcome.value().isPresent() ? Sizes.of(outcome.value().get()) : 0)
                    + (outcome.error().isPresent() ? outcome.error().get().message().length() : 0);
        }
    }

    private void writeReply(JsonWriter out) {
        Object what = reply;
        if (what instanceof MpregException failure) {
            writeError(out, id, failure, op);
            return;
        }
        Object[] fields = (Object[]) what;
        out.begin().field("op", "ok").field("id", id);
        for (int i = 0; fields != null && i < fields.length; i += 2) {
            out.field((String) fields[i], Frames.value(fields[i + 1]));
        }
        out.end();
    }

    /** An error, in reply to a request or to something that was none. */
    static void writeError(JsonWriter out, @Nullable String id, MpregException failure, String op) {
        Map<String, Object> details = new LinkedHashMap<>(failure.details());
        if (failure.code() == ErrorCode.BAD_REQUEST) {
            details.putIfAbsent("field", "request");
            details.putIfAbsent("reason", String.valueOf(failure.getMessage()));
        }
        if (!op.isEmpty()) {
            details.put("op", op);
        }
        out.begin().field("op", "error");
        if (id != null) {
            out.field("id", id);
        }
        out.field("code", failure.code().id())
                .field("message", failure.getMessage())
                .field("details", details)
                .end();
    }
}
