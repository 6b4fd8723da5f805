package io.mpreg.engine.session;

import io.mpreg.wire.bin.BinaryReader;
import io.mpreg.wire.bin.CallForm;
import io.mpreg.wire.bin.InvokeForm;
import io.mpreg.wire.bin.MessageType;
import io.mpreg.wire.bin.PublishForm;
import io.mpreg.wire.bin.QueueForm;

/**
 * Carries out what comes to a session in compact form.
 *
 * <p><b>Threads.</b> As the session's frames.
 */
final class CompactMessages {

    private final Session session;

    CompactMessages(Session session) {
        this.session = session;
    }

    /**
     * Takes a frame.
     *
     * @throws io.mpreg.wire.bin.BinaryException if it is broken; what came before that is done
     */
    void frame(byte[] frame) {
        BinaryReader in = new BinaryReader(frame);
        int type;
        while (!session.isOver() && (type = in.next()) >= 0) {
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
