package io.mpreg.engine.session;

import io.mpreg.api.MpregException;
import io.mpreg.wire.bin.Assembly;
import io.mpreg.wire.bin.BinaryReader;
import io.mpreg.wire.bin.CallForm;
import io.mpreg.wire.bin.InvokeForm;
import io.mpreg.wire.bin.MessageType;
import io.mpreg.wire.bin.PackForm;
import io.mpreg.wire.bin.PartForm;
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

    /** What stands around a payload. */
    private static final int AROUND = 64 << 10;

    private final Session session;
    private @Nullable Assembly parts;

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
        run.add(number, session.signature().on(PublishForm.publication(in)), takesRuns);
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
            case MessageType.PACKED -> {
                packed(in);
                session.wellFormed();
            }
            case MessageType.PART -> {
                part(PartForm.part(in));
                session.wellFormed();
            }
            default -> session.host().counts().malformed();
        }
    }

    /* The last part of a message brings it. */
    private void part(PartForm.Part part) {
        byte[] whole;
        try {
            whole = parts().take(part);
        } catch (MpregException e) {
            refuse(PartForm.head(part.bytes()), e);
            return;
        }
        if (whole != null) {
            frame(whole);
        }
    }

    private Assembly parts() {
        Assembly known = parts;
        if (known == null) {
            known = new Assembly(most());
            parts = known;
        }
        return known;
    }

    private long most() {
        SessionSettings settings = session.host().settings();
        return Math.max(settings.maxFrame(), settings.maxPayload() + (long) AROUND);
    }

    private void packed(BinaryReader in) {
        PackForm.Packed message = PackForm.read(in);
        byte[] whole;
        try {
            whole = PackForm.unpack(message, most());
        } catch (MpregException e) {
            refuse(PackForm.head(message), e);
            return;
        }
        frame(whole);
    }

    /* Who waits for a reply to the message gets one. */
    private void refuse(PartForm.Head head, MpregException failure) {
        switch (head.type()) {
            case MessageType.PUBLISH -> refuse(head.number(), "publish", failure);
            case MessageType.SEND -> refuse(head.number(), "queue.send", failure);
            case MessageType.CALL -> refuse(head.number(), "rpc.call", failure);
            case MessageType.RETURN -> {
                returned(
                        new InvokeForm.Returned(
                                head.number(), null, String.valueOf(failure.getMessage()), ""));
                session.complain(failure, "rpc.return");
            }
            default -> session.complain(failure, "");
        }
    }

    private void refuse(long number, String op, MpregException failure) {
        session.refuse(number, op, session.host().platform().clock().nanos(), failure);
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
