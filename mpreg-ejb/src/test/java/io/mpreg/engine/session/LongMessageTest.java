package io.mpreg.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Payload;
import io.mpreg.api.topic.Publication;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.transport.Channel;
import io.mpreg.wire.bin.Assembly;
import io.mpreg.wire.bin.BinaryReader;
import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.CallForm;
import io.mpreg.wire.bin.Feature;
import io.mpreg.wire.bin.InvokeForm;
import io.mpreg.wire.bin.MessageType;
import io.mpreg.wire.bin.PackForm;
import io.mpreg.wire.bin.PartForm;
import io.mpreg.wire.bin.PublishForm;
import io.mpreg.wire.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Messages that are longer than a frame should be. */
class LongMessageTest {

    private static final int SIZE = 900_000;

    private final SessionNode node = new SessionNode();

    /** A client that takes a frame when it is told to, or at once. */
    private final class Wire implements Channel {
        private final Assembly parts = new Assembly(8 << 20);
        private final List<Integer> types = new ArrayList<>();
        private final List<Map<?, ?>> objects = new ArrayList<>();
        private final List<PublishForm.Pushed> messages = new ArrayList<>();
        private final List<CallForm.Result> results = new ArrayList<>();
        private final List<InvokeForm.Invoked> invoked = new ArrayList<>();
        private final ArrayDeque<Sent> underWay = new ArrayDeque<>();
        private final Session session =
                node.sessions.open(
                        new Caller("test", "", Set.of(), Caller.Origin.REMOTE),
                        this,
                        Dialect.BINARY);
        private boolean reads = true;
        private int longest;
        private int packed;
        private long bytes;

        Wire(List<String> features) {
            this(features, 0);
        }

        Wire(List<String> features, int packFrom) {
            ask("h", "hello", "features", features, "packFrom", packFrom);
            objects.clear();
        }

        @Override
        public void send(byte[] frame, Sent through) {
            longest = Math.max(longest, frame.length);
            bytes += frame.length;
            take(frame);
            if (reads) {
                through.sent();
            } else {
                underWay.add(through);
            }
        }

        private void take(byte[] frame) {
            BinaryReader in = new BinaryReader(frame);
            int type;
            while ((type = in.next()) >= 0) {
                types.add(type);
                switch (type) {
                    case MessageType.JSON -> objects.add((Map<?, ?>) Json.parse(in.rest()));
                    case MessageType.MESSAGE -> messages.add(PublishForm.pushed(in));
                    case MessageType.RESULT -> {
                        in.number();
                        results.add(CallForm.result(in));
                    }
                    case MessageType.PACKED -> {
                        packed++;
                        take(PackForm.unpack(PackForm.read(in), 8 << 20));
                    }
                    case MessageType.INVOKE -> invoked.add(InvokeForm.invoked(in));
                    case MessageType.PART -> {
                        byte[] whole = parts.take(PartForm.part(in));
                        if (whole != null) {
                            take(whole);
                        }
                    }
                    default -> in.rest();
                }
            }
        }

        @Override
        public void close(int code, String reason) {
            throw new IllegalStateException("closed with " + code + ": " + reason);
        }

        void say(Consumer<BinaryWriter> message) {
            BinaryWriter out = new BinaryWriter();
            message.accept(out);
            session.frame(out.toBytes());
            node.settle();
        }

        void sayInParts(long transfer, Consumer<BinaryWriter> message) {
            for (byte[] part : inParts(transfer, message)) {
                say(out -> out.rest(part));
            }
        }

        void ask(String id, String op, Object... fields) {
            say(out -> out.json(Json.write(WireClient.request(id, op, fields))));
        }
    }

    private final Wire client = new Wire(Feature.ALL);

    private static List<byte[]> inParts(long transfer, Consumer<BinaryWriter> message) {
        BinaryWriter out = new BinaryWriter();
        message.accept(out);
        return PartForm.split(transfer, out.tail(1));
    }

    private static Payload payload(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return new Payload("application/x", bytes);
    }

    private static CallForm.Call call(String function, Payload arg) {
        return new CallForm.Call(
                CallForm.COMMAND,
                function,
                List.of(arg),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void publishesAndDeliversInParts() {
        client.ask("s", "subscribe", "subscription", "s", "patterns", List.of("t"));
        Payload payload = payload(1, SIZE);
        client.sayInParts(
                3, out -> PublishForm.publish(out, 9, Publication.on("t").payload(payload)));
        assertThat(client.messages).hasSize(1);
        assertThat(client.messages.get(0).message().payload()).isEqualTo(payload);
        assertThat(client.types).contains(MessageType.PART, MessageType.PUBLISHED);
        assertThat(client.longest).isLessThan(3 * PartForm.MOST);
    }

    @Test
    void callsAndReturnsInParts() {
        Wire provider = new Wire(Feature.ALL);
        provider.ask("r", "rpc.register", "function", "f");
        Payload payload = payload(2, SIZE);
        client.sayInParts(1, out -> CallForm.call(out, 5, call("f", payload)));
        assertThat(provider.invoked.get(0).args()).containsExactly(payload);
        long number = provider.invoked.get(0).number();
        Payload value = payload(3, SIZE);
        provider.sayInParts(1, out -> InvokeForm.returned(out, number, value));
        assertThat(client.results.get(0).value()).contains(value);
        assertThat(Math.max(client.longest, provider.longest)).isLessThan(3 * PartForm.MOST);
    }

    @Test
    void whoDoesNotKnowPartsGetsWholeMessages() {
        Wire older = new Wire(List.of());
        older.ask("s", "subscribe", "subscription", "s", "patterns", List.of("t"));
        Payload payload = payload(4, SIZE);
        client.sayInParts(
                1, out -> PublishForm.publish(out, 9, Publication.on("t").payload(payload)));
        assertThat(older.types).doesNotContain(MessageType.PART);
        assertThat(older.messages.get(0).message().payload()).isEqualTo(payload);
    }

    @Test
    void repliesOvertakeAndMessagesOfASubscriptionDoNot() {
        client.ask("s", "subscribe", "subscription", "s", "patterns", List.of("t"));
        Wire other = new Wire(Feature.ALL);
        client.types.clear();
        client.reads = false;
        other.sayInParts(
                1,
                out -> PublishForm.publish(out, 1, Publication.on("t").payload(payload(5, SIZE))));
        other.say(
                out -> PublishForm.publish(out, 2, Publication.on("t").payload(Payload.json("2"))));
        client.ask("p", "ping");
        int rounds = 0;
        while (!client.underWay.isEmpty()) {
            client.underWay.poll().sent();
            node.settle();
            rounds++;
        }
        assertThat(rounds).isGreaterThan(SIZE / PartForm.MOST);
        assertThat(client.messages)
                .extracting(pushed -> pushed.message().payload().size())
                .containsExactly(SIZE, 1);
        assertThat(client.objects.get(client.objects.size() - 1).get("id")).isEqualTo("p");
        int reply = client.types.indexOf(MessageType.JSON);
        assertThat(client.types.subList(reply, client.types.size())).contains(MessageType.PART);
        assertThat(client.session.outbox().bytes()).isZero();
    }

    @Test
    void whatIsTooLongIsRefusedWithTheIdOfItsRequest() {
        Payload payload = payload(6, 5 << 20);
        client.sayInParts(
                1, out -> PublishForm.publish(out, 71, Publication.on("t").payload(payload)));
        client.sayInParts(2, out -> CallForm.call(out, 72, call("mpreg.echo", payload)));
        assertThat(client.objects).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(client.objects.get(i).get("code")).isEqualTo("MPREG-1413");
            assertThat(client.objects.get(i).get("id")).isEqualTo(Long.toString(71 + i, 36));
        }
        client.ask("p", "ping");
        assertThat(client.objects.get(2).get("op")).isEqualTo("ok");
    }

    @Test
    void theCallerLearnsOfAValueThatIsTooLong() {
        Wire provider = new Wire(Feature.ALL);
        provider.ask("r", "rpc.register", "function", "f");
        client.say(out -> CallForm.call(out, 5, call("f", Payload.NULL)));
        long number = provider.invoked.get(0).number();
        provider.sayInParts(1, out -> InvokeForm.returned(out, number, payload(7, 5 << 20)));
        assertThat(client.results.get(0).error().orElseThrow().message()).contains("at most");
        assertThat(provider.objects.get(provider.objects.size() - 1).get("code"))
                .isEqualTo("MPREG-1413");
    }

    @Test
    void unfinishedMessagesAreBounded() {
        for (int i = 0; i < 40; i++) {
            List<byte[]> parts =
                    inParts(
                            i,
                            out ->
                                    PublishForm.publish(
                                            out, 1, Publication.on("t").payload(payload(8, SIZE))));
            client.say(out -> out.rest(parts.get(0)));
        }
        assertThat(client.objects).isNotEmpty();
        for (Map<?, ?> object : client.objects) {
            assertThat(object.get("code")).isEqualTo("MPREG-1429");
        }
        assertThat(client.objects).hasSize(36);
    }

    private static Payload monotone(int size) {
        return Payload.json("\"" + "abcdefgh".repeat(size / 8) + "\"");
    }

    private static Consumer<BinaryWriter> packed(Consumer<BinaryWriter> message) {
        BinaryWriter out = new BinaryWriter();
        message.accept(out);
        byte[] packed = PackForm.packed(out.tail(1));
        return all -> all.rest(packed);
    }

    @Test
    void packsForWhoAsksForIt() {
        Wire asking = new Wire(Feature.ALL, 1_000);
        asking.ask("s", "subscribe", "subscription", "s", "patterns", List.of("t"));
        client.ask("s", "subscribe", "subscription", "s", "patterns", List.of("t"));
        asking.bytes = 0;
        client.bytes = 0;
        List<Payload> payloads =
                List.of(monotone(800), monotone(100_000), monotone(SIZE), payload(1, SIZE));
        for (Payload payload : payloads) {
            client.sayInParts(
                    1,
                    packed(
                            out ->
                                    PublishForm.publish(
                                            out, 9, Publication.on("t").payload(payload))));
        }
        assertThat(asking.messages)
                .extracting(pushed -> pushed.message().payload())
                .isEqualTo(payloads);
        assertThat(client.messages)
                .extracting(pushed -> pushed.message().payload())
                .isEqualTo(payloads);
        assertThat(asking.packed).isEqualTo(2);
        assertThat(client.packed).isZero();
        assertThat(client.bytes - asking.bytes).isGreaterThan(900_000);
    }

    @Test
    void whatUnpacksToTooMuchIsRefused() {
        Payload large = monotone(5 << 20);
        client.say(packed(out -> PublishForm.publish(out, 1, Publication.on("t").payload(large))));
        assertThat(client.objects.get(0).get("code")).isEqualTo("MPREG-1413");
        assertThat(client.objects.get(0).get("id")).isEqualTo("1");
        client.objects.clear();
        client.say(out -> out.begin(MessageType.PACKED).number(3 << 20).octet(1).end());
        client.say(out -> out.begin(MessageType.PACKED).number(20).rest(new byte[20]).end());
        Consumer<BinaryWriter> once =
                packed(
                        out ->
                                PublishForm.publish(
                                        out, 1, Publication.on("t").payload(monotone(2_000))));
        BinaryWriter again = new BinaryWriter();
        once.accept(again);
        byte[] padded = Arrays.copyOf(again.tail(1), 4_000);
        client.say(out -> out.rest(PackForm.packed(padded)));
        assertThat(client.objects)
                .hasSize(3)
                .allSatisfy(object -> assertThat(object.get("code")).isEqualTo("MPREG-1400"));
    }

    @Test
    void survivesBrokenPackages() {
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            Wire tested = new Wire(Feature.ALL);
            BinaryWriter out = new BinaryWriter();
            packed(one -> PublishForm.publish(one, 1, Publication.on("t").payload(monotone(3_000))))
                    .accept(out);
            byte[] frame = out.toBytes();
            for (int i = random.nextInt(4); i >= 0; i--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
            }
            tested.session.frame(frame);
            node.settle();
            for (Map<?, ?> object : tested.objects) {
                assertThat(object.get("code")).as("seed " + seed).isNotEqualTo("MPREG-1500");
            }
            tested.session.closed("cut");
            node.settle();
        }
    }

    @Test
    void survivesBrokenParts() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<byte[]> all = new ArrayList<>();
            Session tested =
                    node.sessions.open(
                            new Caller("test", "", Set.of(), Caller.Origin.REMOTE),
                            new Channel() {
                                @Override
                                public void send(byte[] frame, Sent through) {
                                    all.add(frame);
                                    through.sent();
                                }

                                @Override
                                public void close(int code, String reason) {}
                            },
                            Dialect.BINARY);
            for (byte[] part :
                    inParts(
                            1,
                            out ->
                                    PublishForm.publish(
                                            out,
                                            1,
                                            Publication.on("t").payload(payload(9, 150_000))))) {
                byte[] frame = Arrays.copyOf(new byte[] {MessageType.VERSION}, part.length + 1);
                System.arraycopy(part, 0, frame, 1, part.length);
                for (int i = random.nextInt(3); i > 0; i--) {
                    int place = random.nextInt(random.nextBoolean() ? 20 : frame.length);
                    frame[place] = (byte) random.nextInt(256);
                }
                tested.frame(frame);
                node.settle();
            }
            for (byte[] frame : all) {
                assertThat(new String(frame, java.nio.charset.StandardCharsets.UTF_8))
                        .as("seed " + seed)
                        .doesNotContain("MPREG-1500");
            }
            tested.closed("cut");
            node.settle();
        }
    }
}
