package io.mpreg.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Headers;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.SendReceipt;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.transport.Channel;
import io.mpreg.wire.bin.BinaryReader;
import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.MessageType;
import io.mpreg.wire.bin.PublishForm;
import io.mpreg.wire.bin.QueueForm;
import io.mpreg.wire.json.Json;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BinarySessionTest {

    private final SessionNode node = new SessionNode();
    private final Wire wire = new Wire();
    private final Session session =
            node.sessions.open(
                    new Caller("test", "", Set.of(), Caller.Origin.REMOTE), wire, Dialect.BINARY);

    /** Notes what is sent. */
    private static final class Wire implements Channel {
        private final List<Map<?, ?>> objects = new ArrayList<>();
        private final List<PublishForm.Pushed> messages = new ArrayList<>();
        private final List<Map.Entry<Long, PublishReceipt>> receipts = new ArrayList<>();
        private final List<Map.Entry<Long, SendReceipt>> sent = new ArrayList<>();
        private final List<QueueForm.Pushed> deliveries = new ArrayList<>();
        private final List<Map.Entry<Long, Long>> acked = new ArrayList<>();
        final List<Map.Entry<Long, BitSet>> notAcked = new ArrayList<>();
        private int closeCode;
        private int joined;
        private int runs;
        private int frames;

        @Override
        public void send(byte[] frame, Sent through) {
            BinaryReader in = new BinaryReader(frame);
            frames++;
            int type;
            while ((type = in.next()) >= 0) {
                switch (type) {
                    case MessageType.JSON -> objects.add((Map<?, ?>) Json.parse(in.rest()));
                    case MessageType.PUBLISHED ->
                            receipts.add(Map.entry(in.number(), PublishForm.receipt(in)));
                    case MessageType.PUBLISHED_RUN -> {
                        runs++;
                        PublishForm.receipts(in, (id, r) -> receipts.add(Map.entry(id, r)));
                    }
                    case MessageType.SENT ->
                            sent.add(Map.entry(in.number(), QueueForm.receipt(in)));
                    case MessageType.DELIVERY -> deliveries.add(QueueForm.pushed(in));
                    case MessageType.ACKED -> acked.add(Map.entry(in.number(), in.number()));
                    case MessageType.ALL_ACKED ->
                            notAcked.add(Map.entry(in.number(), QueueForm.notAcked(in)));
                    case MessageType.MESSAGE -> messages.add(PublishForm.pushed(in));
                    case MessageType.MESSAGES -> {
                        joined++;
                        PublishForm.pushed(in, messages::add);
                    }
                    default -> throw new AssertionError("a message of type " + type);
                }
            }
            through.sent();
        }

        @Override
        public void close(int code, String reason) {
            closeCode = code;
        }
    }

    private void ask(String id, String op, Object... fields) {
        BinaryWriter out = new BinaryWriter();
        out.json(Json.write(WireClient.request(id, op, fields)));
        session.frame(out.toBytes());
        node.settle();
    }

    @Test
    void whatCameTogetherWithTheEndIsAnsweredBefore() {
        session.together(
                () -> {
                    for (int i = 1; i <= 3; i++) {
                        BinaryWriter out = new BinaryWriter();
                        PublishForm.publish(out, i, Publication.on("t").payload(Payload.NULL));
                        session.frame(out.toBytes());
                    }
                    session.closed("closed by the client");
                });
        node.settle();
        assertThat(wire.receipts).extracting(Map.Entry::getKey).containsExactly(1L, 2L, 3L);
        assertThat(wire.frames).isEqualTo(1);
    }

    @Test
    void carriesEveryOperationAsAnObject() {
        ask("1", "hello");
        ask("2", "no.such.op");
        assertThat(wire.objects.get(0).get("node")).isEqualTo("n1");
        assertThat(wire.objects.get(1).get("code")).isEqualTo("MPREG-1400");
    }

    @Test
    void publishesAndDeliversInCompactForm() {
        ask("1", "subscribe", "subscription", "s", "patterns", List.of("t.#"));
        BinaryWriter out = new BinaryWriter();
        PublishForm.publish(
                out, 7, Publication.on("t.x").payload(Payload.json("[1]")).header("k", "v"));
        PublishForm.publish(
                out,
                8,
                Publication.on("t.y")
                        .payload(new Payload("application/x", new byte[] {1}))
                        .correlationId("c"));
        session.frame(out.toBytes());
        node.settle();
        assertThat(wire.receipts.get(0).getKey()).isEqualTo(7);
        assertThat(wire.receipts.get(0).getValue().matched()).isEqualTo(1);
        assertThat(wire.receipts.get(1).getValue().correlationId()).isEqualTo("c");
        assertThat(wire.messages).hasSize(2);
        assertThat(wire.messages.get(0).subscription()).isEqualTo("s");
        assertThat(wire.messages.get(0).message().payload()).isEqualTo(Payload.json("[1]"));
        assertThat(wire.messages.get(0).message().headers()).isEqualTo(Headers.of("k", "v"));
        assertThat(wire.messages.get(0).message().id())
                .isEqualTo(wire.receipts.get(0).getValue().messageId());
        assertThat(wire.messages.get(1).message().payload().contentType())
                .isEqualTo("application/x");
    }

    @Test
    void sendsDeliversAndAcknowledgesInCompactForm() {
        ask("1", "queue.create", "queue", "q");
        ask("2", "queue.consume", "queue", "q", "consumer", "c");
        Payload payload = new Payload("application/x", new byte[] {1, 2});
        BinaryWriter out = new BinaryWriter();
        QueueForm.send(
                out,
                7,
                new QueueForm.Addressed(
                        "q", QueueMessage.of(payload).header("k", "v").topic("t.x"), payload));
        session.frame(out.toBytes());
        node.settle();
        assertThat(wire.sent.get(0).getKey()).isEqualTo(7);
        assertThat(wire.deliveries).hasSize(1);
        QueueForm.Pushed delivery = wire.deliveries.get(0);
        assertThat(delivery.consumer()).isEqualTo("c");
        assertThat(delivery.queue()).isEqualTo("q");
        assertThat(delivery.topic()).contains("t.x");
        assertThat(delivery.payload()).isEqualTo(payload);
        assertThat(delivery.headers()).isEqualTo(Headers.of("k", "v"));
        assertThat(delivery.attempt()).isEqualTo(1);
        assertThat(delivery.messageId()).isEqualTo(wire.sent.get(0).getValue().messageId());
        BinaryWriter acks = new BinaryWriter();
        QueueForm.ack(acks, 8, delivery.delivery());
        QueueForm.ack(acks, 9, delivery.delivery());
        session.frame(acks.toBytes());
        node.settle();
        assertThat(wire.acked).containsExactlyInAnyOrder(Map.entry(8L, 1L), Map.entry(9L, 0L));
    }

    @Test
    void refusesAMessageForAQueueByAnObject() {
        Payload payload = Payload.NULL;
        BinaryWriter out = new BinaryWriter();
        QueueForm.send(
                out, 40, new QueueForm.Addressed("no queue", QueueMessage.of(payload), payload));
        session.frame(out.toBytes());
        node.settle();
        Map<?, ?> error = wire.objects.get(0);
        assertThat(error.get("op")).isEqualTo("error");
        assertThat(error.get("id")).isEqualTo(Long.toString(40, 36));
        assertThat(error.get("details").toString()).contains("op=queue.send");
    }

    @Test
    void aMessageCrossesTheConnectionOnceForAllItsSubscriptions() {
        Wire other = new Wire();
        Session publisher =
                node.sessions.open(
                        new Caller("p", "", Set.of(), Caller.Origin.REMOTE), other, Dialect.BINARY);
        for (int i = 0; i < 10; i++) {
            ask(
                    "" + i,
                    "subscribe",
                    "subscription",
                    "s" + i,
                    "patterns",
                    List.of("t.*"),
                    "joined",
                    true);
        }
        ask("x", "unsubscribe", "subscription", "s4");
        wire.frames = 0;
        BinaryWriter out = new BinaryWriter();
        for (int i = 0; i < 20; i++) {
            PublishForm.publish(out, i, Publication.on("t.x").payload(Payload.json("" + i)));
        }
        publisher.frame(out.toBytes());
        node.settle();
        assertThat(wire.frames).isEqualTo(1);
        assertThat(wire.joined).isEqualTo(20);
        assertThat(wire.messages).hasSize(180);
        for (int i = 0; i < 10; i++) {
            String id = "s" + i;
            assertThat(wire.messages)
                    .filteredOn(pushed -> pushed.subscription().equals(id))
                    .extracting(pushed -> pushed.message().payload().text())
                    .hasSize(i == 4 ? 0 : 20)
                    .isSortedAccordingTo(java.util.Comparator.comparing(Integer::parseInt));
        }
        assertThat(other.frames).isEqualTo(1);
        assertThat(other.receipts)
                .extracting(receipt -> receipt.getValue().matched())
                .hasSize(20)
                .containsOnly(9);
    }

    @Test
    void answersPublicationsOfAFrameInRuns() {
        ask("1", "subscribe", "subscription", "s", "patterns", List.of("t.*"), "joined", true);
        BinaryWriter out = new BinaryWriter();
        for (int i = 0; i < 300; i++) {
            String topic = i == 100 ? "mpreg.x" : i < 200 ? "t.x" : "u.x";
            Publication publication = Publication.on(topic).payload(Payload.json("" + i));
            PublishForm.publish(
                    out, 1_000 + i, i == 50 ? publication.correlationId("c") : publication);
        }
        session.frame(out.toBytes());
        node.settle();
        assertThat(wire.receipts).extracting(Map.Entry::getKey).isSorted().hasSize(299);
        assertThat(wire.runs).isPositive().isLessThan(20);
        List<Ulid> ids = wire.receipts.stream().map(r -> r.getValue().messageId()).toList();
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(wire.receipts.get(50).getValue().correlationId()).isEqualTo("c");
        assertThat(wire.receipts.get(51).getValue().correlationId())
                .isEqualTo(ids.get(51).toString());
        assertThat(wire.receipts.get(198).getValue().matched()).isEqualTo(1);
        assertThat(wire.receipts.get(199).getValue().matched()).isZero();
        assertThat(wire.objects).hasSize(2);
        assertThat(wire.objects.get(1).get("code")).isEqualTo("MPREG-1403");
        assertThat(wire.messages)
                .extracting(pushed -> pushed.message().id())
                .containsExactlyElementsOf(ids.subList(0, 199));
    }

    @Test
    void refusesAPublicationByAnObject() {
        BinaryWriter out = new BinaryWriter();
        PublishForm.publish(out, 40, Publication.on("mpreg.x").payload(Payload.NULL));
        session.frame(out.toBytes());
        Map<?, ?> error = wire.objects.get(0);
        assertThat(error.get("code")).isEqualTo("MPREG-1403");
        assertThat(error.get("id")).isEqualTo(Long.toString(40, 36));
        assertThat(error.get("details").toString()).contains("op=publish");
    }

    @Test
    void keepsTheOrderBehindWhatMayBlock() {
        BinaryWriter out = new BinaryWriter();
        out.json(Json.write(WireClient.request("1", "latest", "pattern", "#")));
        PublishForm.publish(out, 2, Publication.on("t").payload(Payload.NULL));
        session.frame(out.toBytes());
        assertThat(wire.receipts).isEmpty();
        node.settle();
        assertThat(wire.objects.get(0).get("messages")).isEqualTo(List.of());
        assertThat(wire.receipts).hasSize(1);
    }

    @Test
    void acknowledgesManyDeliveriesByOneMessage() {
        ask("1", "queue.create", "queue", "q");
        for (int i = 0; i < 3; i++) {
            ask("s" + i, "queue.send", "queue", "q", "payload", 1);
        }
        ask("2", "queue.consume", "queue", "q", "consumer", "c");
        List<String> ids = wire.deliveries.stream().map(QueueForm.Pushed::delivery).toList();
        BinaryWriter out = new BinaryWriter();
        QueueForm.acks(out, 9, List.of(ids.get(0), "nonsense", ids.get(2), ids.get(0)));
        session.frame(out.toBytes());
        node.settle();
        BitSet failed = new BitSet();
        failed.set(1);
        failed.set(3);
        assertThat(wire.notAcked).containsExactly(Map.entry(9L, failed));
        ask("3", "queue.ack", "delivery", ids.get(1));
        assertThat(wire.objects.get(wire.objects.size() - 1).get("acknowledged")).isEqualTo(1L);
    }

    @Test
    void stepsOverTypesThatItDoesNotKnow() {
        BinaryWriter out = new BinaryWriter();
        out.begin(99).text("later").end();
        out.json(Json.write(WireClient.request("1", "ping")));
        session.frame(out.toBytes());
        assertThat(wire.objects).hasSize(1);
        assertThat(wire.objects.get(0).get("op")).isEqualTo("ok");
    }

    @Test
    void endsASessionOfBrokenFramesOnly() {
        for (int i = 0; i < 16; i++) {
            session.frame(new byte[] {9, 9});
        }
        assertThat(wire.objects.get(0).get("code")).isEqualTo("MPREG-1400");
        assertThat(wire.closeCode).isEqualTo(1008);
    }

    @Test
    void survivesBrokenFrames() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            Wire other = new Wire();
            Session tested =
                    node.sessions.open(
                            new Caller("test", "", Set.of(), Caller.Origin.REMOTE),
                            other,
                            Dialect.BINARY);
            BinaryWriter out = new BinaryWriter();
            PublishForm.publish(out, 1, Publication.on("t").payload(Payload.json("[1, \"x\"]")));
            out.json(Json.write(WireClient.request("1", "publish", "topic", "t")));
            byte[] frame = out.toBytes();
            for (int i = random.nextInt(4); i >= 0; i--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
            }
            tested.frame(frame);
            node.settle();
            for (Map<?, ?> object : other.objects) {
                assertThat(object.get("code")).as("seed " + seed).isNotEqualTo("MPREG-1500");
            }
            tested.closed("cut");
        }
        node.settle();
        ask("1", "ping");
        assertThat(wire.objects).hasSize(1);
    }
}
