package io.mpreg.engine.cache.peer;

import io.mpreg.engine.time.VectorClock;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Fingerprints and what is asked and answered about them, as bytes. */
final class Checks {

    private Checks() {}

    static void write(DataOutputStream out, Prints prints) throws IOException {
        out.writeByte(prints.sums().size());
        for (long sum : prints.sums()) {
            out.writeLong(sum);
        }
    }

    static Prints prints(DataInputStream in) throws IOException {
        int size = in.readUnsignedByte();
        List<Long> sums = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            sums.add(in.readLong());
        }
        return new Prints(sums);
    }

    static void write(DataOutputStream out, Coordination.Check check) throws IOException {
        out.writeLong(check.round());
        write(out, check.prints());
        out.writeBoolean(check.repair());
    }

    static Coordination.Check check(DataInputStream in, String region) throws IOException {
        return new Coordination.Check(region, in.readLong(), prints(in), in.readBoolean());
    }

    static void write(DataOutputStream out, Coordination.Checked checked) throws IOException {
        out.writeLong(checked.round());
        out.writeLong(checked.entries());
        write(out, checked.prints());
        Facts.write(out, checked.held());
        out.writeInt(checked.lines().size());
        for (Coordination.Line line : checked.lines()) {
            out.writeUTF(line.key());
            out.writeLong(line.print());
        }
        out.writeBoolean(checked.cut());
    }

    static Coordination.Checked checked(DataInputStream in, String region) throws IOException {
        long round = in.readLong();
        long entries = in.readLong();
        Prints prints = prints(in);
        VectorClock held = Facts.clock(in);
        List<Coordination.Line> lines = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            lines.add(new Coordination.Line(in.readUTF(), in.readLong()));
        }
        return new Coordination.Checked(
                region, round, entries, prints, held, lines, in.readBoolean());
    }
}
