package io.mpreg.engine.cache.peer;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.engine.time.VectorClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Coordination as payloads. Values travel byte for byte; how long something still lives travels as
 * a time left, because the clocks of two nodes are never compared.
 *
 * <p><b>Threads.</b> Stateless.
 */
public final class CoordinationCodec {

    /** The media type of these payloads. */
    public static final String TYPE = "application/vnd.mpreg.cache";

    private enum Form {
        INVALIDATE,
        SWEEP,
        MISSED,
        WRITE,
        DIGEST,
        ASK,
        STATE,
        CHECK,
        CHECKED
    }

    private CoordinationCodec() {}

    /**
     * @param now the time of the clock to which deadlines belong, in nanoseconds
     */
    public static Payload write(Coordination message, long now) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            if (message instanceof Coordination.Invalidate invalidate) {
                begin(out, Form.INVALIDATE, invalidate.region());
                out.writeLong(invalidate.sequence());
                out.writeUTF(invalidate.by());
                out.writeUTF(invalidate.value());
            } else if (message instanceof Coordination.Sweep sweep) {
                begin(out, Form.SWEEP, sweep.region());
                out.writeLong(sweep.sequence());
                out.writeUTF(sweep.by());
                out.writeUTF(sweep.value());
            } else if (message instanceof Coordination.Missed missed) {
                begin(out, Form.MISSED, missed.region());
                out.writeLong(missed.held());
            } else if (message instanceof Coordination.Write write) {
                begin(out, Form.WRITE, write.region());
                Facts.write(out, write.fact(), now);
                Facts.write(out, write.known());
            } else if (message instanceof Coordination.Digest digest) {
                out.writeByte(Form.DIGEST.ordinal());
                out.writeInt(digest.told().size());
                for (Map.Entry<String, Long> region : digest.told().entrySet()) {
                    out.writeUTF(region.getKey());
                    out.writeLong(region.getValue());
                }
                out.writeInt(digest.held().size());
                for (Map.Entry<String, VectorClock> region : digest.held().entrySet()) {
                    out.writeUTF(region.getKey());
                    Facts.write(out, region.getValue());
                }
                out.writeInt(digest.prints().size());
                for (Map.Entry<String, Long> region : digest.prints().entrySet()) {
                    out.writeUTF(region.getKey());
                    out.writeLong(region.getValue());
                }
            } else if (message instanceof Coordination.Ask ask) {
                begin(out, Form.ASK, ask.region());
                out.writeLong(ask.round());
                Facts.write(out, ask.held());
                Checks.write(out, ask.prints());
            } else if (message instanceof Coordination.State state) {
                begin(out, Form.STATE, state.region());
                write(out, state, now);
            } else if (message instanceof Coordination.Check check) {
                begin(out, Form.CHECK, check.region());
                Checks.write(out, check);
            } else if (message instanceof Coordination.Checked checked) {
                begin(out, Form.CHECKED, checked.region());
                Checks.write(out, checked);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return new Payload(TYPE, bytes.toByteArray());
    }

    /**
     * @throws MpregException {@link ErrorCode#PROTOCOL} if it is no such payload
     */
    public static Coordination read(Payload payload, long now) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload.bytes()))) {
            Form form = Facts.constant(in, Form.values());
            if (form == Form.DIGEST) {
                return digest(in);
            }
            String region = in.readUTF();
            return switch (form) {
                case INVALIDATE ->
                        new Coordination.Invalidate(
                                region, in.readLong(), in.readUTF(), in.readUTF());
                case SWEEP ->
                        new Coordination.Sweep(region, in.readLong(), in.readUTF(), in.readUTF());
                case MISSED -> new Coordination.Missed(region, in.readLong());
                case WRITE -> new Coordination.Write(region, Facts.fact(in, now), Facts.clock(in));
                case ASK ->
                        new Coordination.Ask(
                                region, in.readLong(), Facts.clock(in), Checks.prints(in));
                case STATE -> state(in, region, now);
                case CHECK -> Checks.check(in, region);
                case CHECKED -> Checks.checked(in, region);
                case DIGEST -> throw new IOException("a digest has no region");
            };
        } catch (IOException | IllegalArgumentException e) {
            throw MpregException.of(
                    ErrorCode.PROTOCOL,
                    "a coordination message of "
                            + payload.size()
                            + " bytes cannot be read: "
                            + e.getMessage(),
                    Map.of(),
                    e);
        }
    }

    private static void begin(DataOutputStream out, Form form, String region) throws IOException {
        out.writeByte(form.ordinal());
        out.writeUTF(region);
    }

    private static void write(DataOutputStream out, Coordination.State state, long now)
            throws IOException {
        out.writeLong(state.round());
        Facts.write(out, state.held());
        RegionSpec spec = state.spec();
        out.writeByte(spec.mode().ordinal());
        out.writeByte(spec.policy().ordinal());
        out.writeByte(spec.conflict().ordinal());
        out.writeLong(spec.maxEntries().orElse(0));
        out.writeLong(spec.maxBytes().orElse(0));
        out.writeLong(spec.timeToLive().map(Traits::nanos).orElse(0L));
        out.writeLong(spec.maxIdle().map(Traits::nanos).orElse(0L));
        Facts.write(out, state.left());
        out.writeLong(state.complete());
        out.writeInt(state.part());
        out.writeInt(state.parts());
        out.writeInt(state.facts().size());
        for (Fact fact : state.facts()) {
            Facts.write(out, fact, now);
        }
    }

    private static Coordination.State state(DataInputStream in, String region, long now)
            throws IOException {
        long round = in.readLong();
        VectorClock held = Facts.clock(in);
        RegionSpec spec =
                new RegionSpec(
                                Facts.constant(in, RegionSpec.Mode.values()),
                                Facts.constant(in, RegionSpec.Policy.values()),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                Optional.empty(),
                                Optional.empty())
                        .conflict(Facts.constant(in, RegionSpec.Conflict.values()));
        long entries = in.readLong();
        spec = entries > 0 ? spec.maxEntries(entries) : spec;
        long bytes = in.readLong();
        spec = bytes > 0 ? spec.maxBytes(bytes) : spec;
        long life = in.readLong();
        spec = life > 0 ? spec.timeToLive(Duration.ofNanos(life)) : spec;
        long idle = in.readLong();
        spec = idle > 0 ? spec.maxIdle(Duration.ofNanos(idle)) : spec;
        VectorClock left = Facts.clock(in);
        long complete = in.readLong();
        int part = in.readInt();
        int parts = in.readInt();
        return new Coordination.State(
                region, round, held, spec, left, complete, part, parts, Facts.facts(in, now));
    }

    private static Coordination.Digest digest(DataInputStream in) throws IOException {
        Map<String, Long> told = new HashMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            told.put(in.readUTF(), in.readLong());
        }
        Map<String, VectorClock> held = new HashMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            held.put(in.readUTF(), Facts.clock(in));
        }
        Map<String, Long> prints = new HashMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            prints.put(in.readUTF(), in.readLong());
        }
        return new Coordination.Digest(told, held, prints);
    }
}
