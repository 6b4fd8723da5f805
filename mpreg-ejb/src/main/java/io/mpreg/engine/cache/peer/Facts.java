package io.mpreg.engine.cache.peer;

import io.mpreg.api.Payload;
import io.mpreg.engine.time.VectorClock;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Facts and clocks as bytes. */
final class Facts {

    private Facts() {}

    static void write(DataOutputStream out, VectorClock clock) throws IOException {
        out.writeInt(clock.counts().size());
        for (Map.Entry<String, Long> count : clock.counts().entrySet()) {
            out.writeUTF(count.getKey());
            out.writeLong(count.getValue());
        }
    }

    static VectorClock clock(DataInputStream in) throws IOException {
        int size = in.readInt();
        Map<String, Long> counts = new HashMap<>();
        for (int i = 0; i < size; i++) {
            counts.put(in.readUTF(), in.readLong());
        }
        return new VectorClock(counts);
    }

    static void write(DataOutputStream out, Fact fact, long now) throws IOException {
        out.writeUTF(fact.key());
        out.writeByte(fact.state().ordinal());
        Stamp stamp = fact.stamp();
        out.writeUTF(stamp.owner());
        out.writeLong(stamp.sequence());
        write(out, stamp.clock());
        out.writeLong(stamp.millis());
        out.writeDouble(stamp.quality());
        Content content = fact.content();
        if (content != null) {
            out.writeUTF(content.value().contentType());
            out.writeInt(content.value().size());
            out.write(content.value().bytes());
            write(out, content.traits(), now);
        }
    }

    static Fact fact(DataInputStream in, long now) throws IOException {
        String key = in.readUTF();
        Fact.State state = constant(in, Fact.State.values());
        Stamp stamp =
                new Stamp(in.readUTF(), in.readLong(), clock(in), in.readLong(), in.readDouble());
        return state == Fact.State.LIVE
                ? Fact.live(key, stamp, content(in, now))
                : new Fact(key, stamp, state, null);
    }

    static List<Fact> facts(DataInputStream in, long now) throws IOException {
        int count = in.readInt();
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            facts.add(fact(in, now));
        }
        return facts;
    }

    static <E> E constant(DataInputStream in, E[] values) throws IOException {
        int ordinal = in.readUnsignedByte();
        if (ordinal >= values.length) {
            throw new IOException("there is no " + ordinal + " of " + values.length + " constants");
        }
        return values[ordinal];
    }

    private static void write(DataOutputStream out, Traits traits, long now) throws IOException {
        out.writeInt(traits.tags().size());
        for (String tag : traits.tags()) {
            out.writeUTF(tag);
        }
        out.writeInt(traits.inputs().size());
        for (KeyRef input : traits.inputs()) {
            out.writeUTF(input.region());
            out.writeUTF(input.key());
        }
        out.writeLong(traits.cost().toNanos());
        out.writeInt(traits.weight());
        out.writeDouble(traits.quality());
        out.writeBoolean(traits.ends());
        if (traits.ends()) {
            out.writeLong(traits.lifeAt(now));
        }
    }

    private static Content content(DataInputStream in, long now) throws IOException {
        String type = in.readUTF();
        int size = in.readInt();
        if (size < 0 || size > in.available()) {
            throw new IOException("a value of " + size + " bytes is not all there");
        }
        Payload value = new Payload(type, in.readNBytes(size));
        Set<String> tags = new HashSet<>();
        for (int i = in.readInt(); i > 0; i--) {
            tags.add(in.readUTF());
        }
        Set<KeyRef> inputs = new HashSet<>();
        for (int i = in.readInt(); i > 0; i--) {
            inputs.add(new KeyRef(in.readUTF(), in.readUTF()));
        }
        Duration cost = Duration.ofNanos(in.readLong());
        int weight = in.readInt();
        double quality = in.readDouble();
        boolean ends = in.readBoolean();
        long deadline = ends ? now + in.readLong() : 0;
        return new Content(
                value,
                new Traits(
                        Set.copyOf(tags),
                        Set.copyOf(inputs),
                        cost,
                        weight,
                        quality,
                        ends,
                        deadline));
    }
}
