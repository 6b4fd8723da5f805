package io.mpreg.engine.queue.store;

import io.mpreg.api.Ulid;
import io.mpreg.engine.queue.DedupeKey;
import io.mpreg.engine.queue.StoredMark;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** By what messages that are done are known, many in a record. */
final class MarkForm {

    /** A record is not made longer than this, but for its last mark. */
    static final int ENOUGH = 8 << 10;

    private static final int VERSION = 1;
    private static final DedupeKey.Kind[] KINDS = DedupeKey.Kind.values();

    private MarkForm() {}

    /** As many records as it takes. */
    static List<byte[]> write(List<StoredMark> marks) {
        List<byte[]> records = new ArrayList<>(1);
        Out out = new Out().bits8(VERSION);
        for (StoredMark mark : marks) {
            if (out.size() >= ENOUGH) {
                records.add(out.toBytes());
                out = new Out().bits8(VERSION);
            }
            DedupeKey.Kind kind = mark.key().kind();
            out.number(mark.queue())
                    .bits64(mark.until())
                    .bits8(kind.ordinal())
                    .bits64(mark.id().high())
                    .bits64(mark.id().low());
            if (kind != DedupeKey.Kind.MESSAGE_ID) {
                out.text(mark.key().text());
            }
        }
        records.add(out.toBytes());
        return records;
    }

    static List<StoredMark> read(ByteBuffer record) {
        In in = new In(record);
        Versions.check("mark", in.bits8(), VERSION);
        List<StoredMark> marks = new ArrayList<>();
        while (in.hasMore()) {
            int queue = (int) in.number();
            long until = in.bits64();
            DedupeKey.Kind kind = KINDS[in.bits8()];
            Ulid id = new Ulid(in.bits64(), in.bits64());
            boolean own = kind == DedupeKey.Kind.MESSAGE_ID;
            DedupeKey key = own ? new DedupeKey.MessageId(id) : DedupeKey.of(kind, in.text());
            marks.add(new StoredMark(queue, key, id, until));
        }
        return marks;
    }
}
