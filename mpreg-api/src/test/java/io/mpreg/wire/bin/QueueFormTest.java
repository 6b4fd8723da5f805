package io.mpreg.wire.bin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.Durability;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.SendReceipt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QueueFormTest {

    @Test
    void readsWhatItWrote() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            BinaryWriter out = new BinaryWriter();
            List<Object> written = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                written.add(write(out, random));
            }
            BinaryReader in = new BinaryReader(out.toBytes());
            List<Object> read = new ArrayList<>();
            int type;
            while ((type = in.next()) >= 0) {
                read.add(read(in, type));
            }
            assertThat(read).as("seed " + seed).isEqualTo(written);
        }
    }

    private static Object read(BinaryReader in, int type) {
        return switch (type) {
            case MessageType.SEND -> Map.entry(in.number(), QueueForm.addressed(in));
            case MessageType.SENT -> Map.entry(in.number(), QueueForm.receipt(in));
            case MessageType.DELIVERY -> QueueForm.pushed(in);
            case MessageType.ACK -> Map.entry(in.number(), in.text());
            case MessageType.ACKS -> Map.entry(in.number(), QueueForm.acknowledged(in));
            case MessageType.ALL_ACKED -> Map.entry(in.number(), QueueForm.notAcked(in));
            default -> Map.entry(in.number(), in.number());
        };
    }

    private static Object write(BinaryWriter out, Random random) {
        long id = random.nextLong() >>> 1 + random.nextInt(60);
        Ulid ulid = new Ulid(random.nextLong(), random.nextLong());
        switch (random.nextInt(7)) {
            case 0 -> {
                QueueForm.Addressed addressed = addressed(random, ulid);
                QueueForm.send(out, id, addressed);
                return Map.entry(id, addressed);
            }
            case 1 -> {
                SendReceipt receipt =
                        new SendReceipt(
                                ulid,
                                random.nextBoolean() ? ulid.toString() : text(random),
                                random.nextBoolean(),
                                Durability.values()[random.nextInt(3)]);
                QueueForm.sent(out, id, receipt);
                return Map.entry(id, receipt);
            }
            case 2 -> {
                QueueForm.Pushed pushed =
                        new QueueForm.Pushed(
                                text(random),
                                text(random),
                                text(random),
                                ulid,
                                topic(random),
                                payload(random),
                                headers(random),
                                1 + random.nextInt(1_000),
                                Instant.ofEpochMilli(random.nextInt() & 0x7FFFFFFF));
                QueueForm.delivery(out, pushed);
                return pushed;
            }
            case 3 -> {
                String delivery = text(random);
                QueueForm.ack(out, id, delivery);
                return Map.entry(id, delivery);
            }
            case 4 -> {
                List<String> deliveries = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    deliveries.add(text(random));
                }
                QueueForm.acks(out, id, deliveries);
                return Map.entry(id, deliveries);
            }
            case 5 -> {
                BitSet failed = BitSet.valueOf(new long[] {random.nextLong(), random.nextLong()});
                QueueForm.allAcked(out, id, failed);
                return Map.entry(id, failed);
            }
            default -> {
                long count = random.nextInt(2);
                QueueForm.acked(out, id, count);
                return Map.entry(id, count);
            }
        }
    }

    private static QueueForm.Addressed addressed(Random random, Ulid ulid) {
        Payload payload = payload(random);
        QueueMessage message =
                QueueMessage.of(payload)
                        .headers(headers(random))
                        .guarantee(Guarantee.values()[random.nextInt(5)]);
        Optional<String> topic = topic(random);
        message = topic.isPresent() ? message.topic(topic.get()) : message;
        message = random.nextBoolean() ? message.messageId(ulid) : message;
        return new QueueForm.Addressed(text(random), message, payload);
    }

    private static Optional<String> topic(Random random) {
        return random.nextBoolean() ? Optional.of(text(random)) : Optional.empty();
    }

    private static String text(Random random) {
        int length = random.nextInt(5) == 0 ? 100 + random.nextInt(300) : random.nextInt(20);
        String letter = random.nextInt(4) == 0 ? "\u00e4\ud83d\ude00" : "x";
        return letter.repeat(length);
    }

    private static Payload payload(Random random) {
        return random.nextBoolean()
                ? Payload.json("[" + random.nextInt() + "]")
                : new Payload("application/x", new byte[random.nextInt(300)]);
    }

    private static Headers headers(Random random) {
        return random.nextBoolean()
                ? Headers.NONE
                : new Headers(Map.of("a", text(random), "b", text(random)));
    }

    @Test
    void refusesWhatIsBroken() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            BinaryWriter out = new BinaryWriter();
            for (int i = random.nextInt(3); i >= 0; i--) {
                write(out, random);
            }
            byte[] bytes = out.toBytes();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            if (random.nextBoolean()) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            }
            try {
                BinaryReader in = new BinaryReader(bytes);
                int type;
                while ((type = in.next()) >= 0) {
                    read(in, type);
                }
            } catch (BinaryException expected) {
                assertThat(expected.getMessage()).as("seed " + seed).isNotEmpty();
            }
        }
    }

    @Test
    void refusesAPayloadThatIsNoJson() {
        BinaryWriter out = new BinaryWriter();
        Payload payload = Payload.json("{oops");
        QueueForm.send(out, 1, new QueueForm.Addressed("q", QueueMessage.of(payload), payload));
        BinaryReader in = new BinaryReader(out.toBytes());
        in.next();
        in.number();
        assertThatThrownBy(() -> QueueForm.addressed(in))
                .isInstanceOf(BinaryException.class)
                .hasMessageContaining("payload");
    }

    @Test
    void refusesMoreAcknowledgementsThanOneRequestMayHold() {
        BinaryWriter out = new BinaryWriter();
        QueueForm.acks(out, 1, Collections.nCopies(QueueForm.MOST_ACKS + 1, "d"));
        BinaryReader in = new BinaryReader(out.toBytes());
        in.next();
        in.number();
        assertThatThrownBy(() -> QueueForm.acknowledged(in)).isInstanceOf(BinaryException.class);
    }

    @Test
    void leavesToObjectsWhatItCannotSay() {
        QueueMessage plain = QueueMessage.of(1);
        assertThat(QueueForm.fits(plain.topic("t").header("a", "b"))).isTrue();
        assertThat(
                        List.of(
                                plain.priority(1),
                                plain.delay(Duration.ofSeconds(1)),
                                plain.timeToLive(Duration.ofSeconds(1)),
                                plain.deliverAt(Instant.EPOCH),
                                plain.dedupeId("d"),
                                plain.orderingKey("k"),
                                plain.requiredAcks(2)))
                .noneMatch(QueueForm::fits);
    }
}
