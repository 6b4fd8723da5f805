package io.mpreg.engine.queue.store;

import io.mpreg.engine.queue.Burial;
import io.mpreg.engine.queue.CopyStates;
import io.mpreg.engine.queue.Receiver;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What became of the copies of a message, as a record. */
final class StateForm {

    private static final int VERSION = 2;

    /** Without those who acknowledged. */
    private static final int EARLIER = 1;

    private StateForm() {}

    /**
     * @param sequence which message
     */
    static byte[] write(long sequence, CopyStates states) {
        Out out = new Out().bits8(VERSION).bits64(sequence).bits64(states.finished());
        out.number(states.failed().size());
        states.failed().forEach((group, times) -> out.number(group).number(times));
        out.number(states.buried().size());
        states.buried()
                .forEach(
                        (group, burial) ->
                                out.number(group)
                                        .text(burial.reason())
                                        .number(burial.attempts())
                                        .text(burial.lastError())
                                        .bits64(burial.diedAt()));
        out.number(states.acknowledged().size());
        states.acknowledged().forEach(who -> out.text(who.group()).text(who.id()));
        return out.toBytes();
    }

    static Stated read(ByteBuffer record) {
        In in = new In(record);
        int version = in.bits8();
        if (version != EARLIER) {
            Versions.check("message's state", version, VERSION);
        }
        long sequence = in.bits64();
        long finished = in.bits64();
        Map<Integer, Integer> failed = new HashMap<>();
        for (long i = in.number(); i > 0; i--) {
            int group = (int) in.number();
            failed.put(group, (int) in.number());
        }
        Map<Integer, Burial> buried = new HashMap<>();
        for (long i = in.number(); i > 0; i--) {
            int group = (int) in.number();
            String reason = in.text();
            int attempts = (int) in.number();
            String lastError = in.text();
            buried.put(group, new Burial(reason, attempts, lastError, in.bits64()));
        }
        List<Receiver> acknowledged = new ArrayList<>(0);
        for (long i = version == EARLIER ? 0 : in.number(); i > 0; i--) {
            acknowledged.add(new Receiver(in.text(), in.text()));
        }
        return new Stated(sequence, new CopyStates(finished, failed, buried, acknowledged));
    }

    /** The states of the copies of a message. */
    record Stated(long sequence, CopyStates states) {}
}
