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

    private static final int VERSION = 3;

    /** Without those who are not addressees any more; still written where there are none. */
    private static final int EARLIER = 2;

    /** Without those who acknowledged, too. */
    private static final int FIRST = 1;

    private StateForm() {}

    /**
     * @param sequence which message
     */
    static byte[] write(long sequence, CopyStates states) {
        int version = states.left().isEmpty() ? EARLIER : VERSION;
        Out out = new Out().bits8(version).bits64(sequence).bits64(states.finished());
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
        receivers(out, states.acknowledged());
        if (version == VERSION) {
            receivers(out, states.left());
        }
        return out.toBytes();
    }

    private static void receivers(Out out, List<Receiver> all) {
        out.number(all.size());
        all.forEach(who -> out.text(who.group()).text(who.id()));
    }

    static Stated read(ByteBuffer record) {
        In in = new In(record);
        int version = in.bits8();
        if (version != FIRST && version != EARLIER) {
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
        List<Receiver> acknowledged = version == FIRST ? List.of() : receivers(in);
        List<Receiver> left = version == VERSION ? receivers(in) : List.of();
        return new Stated(sequence, new CopyStates(finished, failed, buried, acknowledged, left));
    }

    private static List<Receiver> receivers(In in) {
        List<Receiver> all = new ArrayList<>(0);
        for (long i = in.number(); i > 0; i--) {
            all.add(new Receiver(in.text(), in.text()));
        }
        return all;
    }

    /** The states of the copies of a message. */
    record Stated(long sequence, CopyStates states) {}
}
