package io.mpreg.engine.session;

import io.mpreg.wire.bin.BinaryReader;
import io.mpreg.wire.bin.CallForm;
import io.mpreg.wire.bin.InvokeForm;
import io.mpreg.wire.bin.MessageType;
import io.mpreg.wire.bin.PublishForm;
import io.mpreg.wire.bin.QueueForm;
import io.mpreg.wire.bin.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what comes to a session in compact form.
 *
 * <p><b>Threads.</b> As the session's frames.
 */
final class CompactMessages {

    private final Session session;

    /** Made with the first frame; safe for use by any number of threads. */
    private volatile @Nullable Texts texts;

    CompactMessages(Session session) {
        this.session = session;
    }

    /**
     * Takes a frame.
     *
     * @throws io.mpreg.wire.bin.BinaryException if it is broken; what came before that is done
     */
    void frame(byte[] frame) {
        BinaryReader in = new BinaryReader(frame, texts());
        PublishRun run = null;
        try {
            int type;
            while (!session.isOver() && (type = in.next()) >= 0) {
                if (type == MessageType.PUBLISH && session.isFree()) {
                    run = run == null ? new PublishRun(session) : run;
                    publish(in, run);
                    continue;
                }
                if (run != null) {
                    run.end();
                }
                other(type, in);
            }
        } finally {
            if (run != null) {
                run.end();
            }
        }
    }

    private Texts texts() {
        Texts made = texts;
        if (made == null) {
            made = new Texts();
            texts = made;
        }
        return made;
    }

    private void publish(BinaryReader in, PublishRun run) {
        long number = in.number();
        boolean takesRuns = PublishForm.takesRuns(in);
        run.add(number, PublishForm.publication(in), takesRuns);
        session.wellFormed();
    }

    private void other(int type, BinaryReader in) {
        switch (type) {
            case MessageType.JSON -> session.json(in.rest());
            case MessageType.PUBLISH -> {
                long number = in.number();
                session.desks().topics().publish(number, PublishForm.publication(in));
                session.wellFormed();
            }
            case MessageType.SEND -> {
                long number = in.number();
                QueueDesk.send(session, number, QueueForm.addressed(in));
                session.wellFormed();
            }
            case MessageType.ACK -> {
                session.desks().consumers().ack(in.number(), in.text());
                session.wellFormed();
            }
            case MessageType.ACKS -> {
                session.desks().consumers().ack(in.number(), QueueForm.acknowledged(in));
                session.wellFormed();
            }
            case MessageType.CALL -> {
                call(in.number(), CallForm.call(in));
                session.wellFormed();
            }
            case MessageType.RETURN -> {
                returned(InvokeForm.returned(in));
                session.wellFormed();
            }
            default -> session.host().counts().malformed();
        }
    }

    private void call(long number, CallForm.Call call) {
        Answer answer =
                new Answer(
                        session,
                        Long.toString(number, Character.MAX_RADIX),
                        "rpc.call",
                        session.host().platform().clock().nanos());
        if (session.admits(answer, false)) {
            session.inOrder(
                    () ->
                            session.carryOut(
                                    answer,
                                    () ->
                                            CallDesk.call(
                                                    session.client().rpc(), number, call, answer)),
                    answer::fail);
        }
    }

    private void returned(InvokeForm.Returned returned) {
        session.inOrder(
                () -> session.desks().providers().returned(returned),
                refusal -> session.host().counts().malformed());
    }
}
