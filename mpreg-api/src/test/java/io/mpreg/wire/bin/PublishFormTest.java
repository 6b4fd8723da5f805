package io.mpreg.wire.bin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.Message;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.wire.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PublishFormTest {

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
            case MessageType.JSON -> Payload.json(in.rest());
            case MessageType.PUBLISH -> Map.entry(in.number(), PublishForm.publication(in));
            case MessageType.PUBLISHED -> Map.entry(in.number(), PublishForm.receipt(in));
            default -> PublishForm.pushed(in);
        };
    }

    private static Object write(BinaryWriter out, Random random) {
        long id = random.nextLong() >>> 1 + random.nextInt(60);
        Ulid ulid = new Ulid(random.nextLong(), random.nextLong());
        switch (random.nextInt(4)) {
            case 0 -> {
                Payload json = Payload.json("{\"op\":\"" + text(random) + "\"}");
                out.json(json.bytes());
                return json;
            }
            case 1 -> {
                Publication publication =
                        new Publication(
                                text(random),
                                payload(random),
                                headers(random),
                                random.nextBoolean() ? Optional.of(ulid) : Optional.empty(),
                                Guarantee.values()[random.nextInt(5)]);
                PublishForm.publish(out, id, publication);
                return Map.entry(id, publication);
            }
            case 2 -> {
                PublishReceipt receipt =
                        new PublishReceipt(
                                ulid,
                                random.nextBoolean() ? Optional.of(text(random)) : Optional.empty(),
                                random.nextInt(1_000));
                PublishForm.published(out, id, receipt);
                return Map.entry(id, receipt);
            }
            default -> {
                Payload payload = payload(random);
                Message<Payload> message =
                        new Message<>(
                                ulid,
                                text(random),
                                payload,
                                payload,
                                headers(random),
                                Instant.ofEpochMilli(random.nextInt() & 0x7FFFFFFF),
                                random.nextBoolean());
                String subscription = text(random);
                PublishForm.message(out, subscription, message);
                return new PublishForm.Pushed(subscription, message);
            }
        }
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
    void readsMessagesThatReferToTheOneBefore() {
        int shorter = 0;
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            BinaryWriter out = new BinaryWriter();
            BinaryWriter plain = new BinaryWriter();
            out.refers(true);
            List<PublishForm.Shared> written = new ArrayList<>();
            long id = random.nextInt(10) == 0 ? -3 : random.nextLong();
            long time = 1_700_000_000_000L;
            for (int i = random.nextInt(12); i >= 0; i--) {
                id += random.nextInt(3) == 0 ? 7 : 1;
                time += random.nextInt(3) == 0 ? 1 : 0;
                Payload payload = payload(random);
                Message<Payload> message =
                        new Message<>(
                                new Ulid(random.nextInt(8) == 0 ? 2 : 1, id),
                                "t" + random.nextInt(2),
                                payload,
                                payload,
                                random.nextInt(3) == 0 ? Headers.of("a", "b") : Headers.NONE,
                                Instant.ofEpochMilli(time),
                                random.nextInt(5) == 0);
                List<String> to =
                        random.nextBoolean() ? List.of("s" + random.nextInt(2)) : List.of("p", "q");
                for (BinaryWriter one : List.of(out, plain)) {
                    if (to.size() == 1) {
                        PublishForm.message(one, to.get(0), message);
                    } else {
                        PublishForm.message(one, to, message);
                    }
                }
                written.add(new PublishForm.Shared(to, message));
            }
            BinaryReader in = new BinaryReader(out.toBytes());
            List<PublishForm.Shared> read = new ArrayList<>();
            int type;
            while ((type = in.next()) >= 0) {
                read.add(PublishForm.shared(in, type));
            }
            assertThat(read).as("seed " + seed).isEqualTo(written);
            assertThat(out.size()).as("seed " + seed).isLessThanOrEqualTo(plain.size());
            shorter += out.size() < plain.size() ? 1 : 0;
        }
        assertThat(shorter).isGreaterThan(500);
    }

    @Test
    void readsPublicationsThatReferToTheOneBefore() {
        int shorter = 0;
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            BinaryWriter out = new BinaryWriter();
            BinaryWriter plain = new BinaryWriter();
            out.refers(true);
            List<Object> written = new ArrayList<>();
            for (long i = random.nextInt(12); i >= 0; i--) {
                if (random.nextInt(6) == 0) {
                    int size = out.size();
                    out.json(new byte[] {'1'});
                    if (random.nextBoolean()) {
                        out.cut(size);
                        continue;
                    }
                    plain.json(new byte[] {'1'});
                    written.add(Payload.json("1"));
                    continue;
                }
                Publication publication =
                        new Publication(
                                "t" + random.nextInt(2),
                                payload(random),
                                random.nextInt(3) == 0 ? Headers.of("a", "b") : Headers.NONE,
                                Optional.empty(),
                                Guarantee.values()[random.nextInt(2)]);
                PublishForm.publish(out, i, publication);
                PublishForm.publish(plain, i, publication);
                written.add(Map.entry(i, publication));
            }
            BinaryReader in = new BinaryReader(out.toBytes());
            List<Object> read = new ArrayList<>();
            int type;
            while ((type = in.next()) >= 0) {
                read.add(read(in, type));
            }
            assertThat(read).as("seed " + seed).isEqualTo(written);
            shorter += out.size() < plain.size() ? 1 : 0;
        }
        assertThat(shorter).isGreaterThan(500);
    }

    @Test
    void aFrameBeginsWithNothingToReferTo() {
        Payload payload = Payload.json("1");
        Instant time = Instant.ofEpochMilli(5);
        BinaryWriter out = new BinaryWriter();
        out.refers(true);
        PublishForm.message(
                out,
                "s",
                new Message<>(new Ulid(1, 1), "t", payload, payload, Headers.NONE, time, false));
        int first = out.size();
        PublishForm.message(
                out,
                "s",
                new Message<>(new Ulid(1, 2), "t", payload, payload, Headers.NONE, time, false));
        byte[] second = out.tail(first);
        byte[] frame = new byte[second.length + 1];
        frame[0] = MessageType.VERSION;
        System.arraycopy(second, 0, frame, 1, second.length);
        BinaryReader in = new BinaryReader(frame);
        int type = in.next();
        assertThatThrownBy(() -> PublishForm.shared(in, type))
                .isInstanceOf(BinaryException.class)
                .hasMessageContaining("refers to one before it");
        out.clear();
        PublishForm.message(
                out,
                "s",
                new Message<>(new Ulid(1, 3), "t", payload, payload, Headers.NONE, time, false));
        assertThat(out.size()).isEqualTo(first);
    }

    @Test
    void readsAMessageOfSeveralSubscriptionsOnceForEach() {
        Message<Payload> message =
                new Message<>(
                        new Ulid(1, 2),
                        "t.x",
                        Payload.json("[7]"),
                        Payload.json("[7]"),
                        Headers.of("a", "b"),
                        Instant.ofEpochMilli(17),
                        false);
        BinaryWriter out = new BinaryWriter();
        PublishForm.message(out, List.of("one", "two"), message);
        BinaryReader in = new BinaryReader(out.toBytes());
        assertThat(in.next()).isEqualTo(MessageType.MESSAGES);
        List<PublishForm.Pushed> read = new ArrayList<>();
        PublishForm.pushed(in, read::add);
        assertThat(in.next()).isEqualTo(-1);
        assertThat(read)
                .containsExactly(
                        new PublishForm.Pushed("one", message),
                        new PublishForm.Pushed("two", message));
        BinaryReader again = new BinaryReader(out.toBytes());
        assertThat(PublishForm.shared(again, again.next()))
                .isEqualTo(new PublishForm.Shared(List.of("one", "two"), message));
    }

    @Test
    void aMessageOfOneIsSharedByOne() {
        Message<Payload> message =
                new Message<>(
                        new Ulid(1, 2),
                        "t.x",
                        Payload.json("[7]"),
                        Payload.json("[7]"),
                        Headers.NONE,
                        Instant.ofEpochMilli(17),
                        true);
        BinaryWriter out = new BinaryWriter();
        PublishForm.message(out, "one", message);
        BinaryReader in = new BinaryReader(out.toBytes());
        assertThat(PublishForm.shared(in, in.next()))
                .isEqualTo(new PublishForm.Shared(List.of("one"), message));
    }

    @Test
    void oneReplyMayBeToSeveralRequests() {
        Ulid id = new Ulid(3, -1);
        BinaryWriter out = new BinaryWriter();
        PublishForm.published(out, 70, new PublishReceipt(id, Optional.empty(), 4), 1);
        BinaryReader in = new BinaryReader(out.toBytes());
        assertThat(in.next()).isEqualTo(MessageType.PUBLISHED_RUN);
        Map<Long, PublishReceipt> read = new TreeMap<>();
        PublishForm.receipts(in, read::put);
        assertThat(read).isEqualTo(Map.of(70L, new PublishReceipt(id, Optional.empty(), 4)));
        out.clear();
        Ulid first = new Ulid(3, 5);
        PublishForm.published(out, 70, new PublishReceipt(first, Optional.empty(), 4), 3);
        in = new BinaryReader(out.toBytes());
        in.next();
        read.clear();
        PublishForm.receipts(in, read::put);
        assertThat(read.keySet()).containsExactly(70L, 71L, 72L);
        assertThat(read.get(72L).messageId()).isEqualTo(new Ulid(3, 7));
        assertThat(read.get(72L).matched()).isEqualTo(4);
    }

    @Test
    void writesTextsAsJsonWritesThem() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int c = random.nextInt(40); c > 0; c--) {
                text.append(
                        (char)
                                (random.nextInt(20) == 0
                                        ? random.nextInt(0x10000)
                                        : 32 + random.nextInt(95)));
            }
            Payload payload = Payload.json(text.toString(), Json::write);
            BinaryWriter out = new BinaryWriter();
            PublishForm.publish(out, 1, Publication.on("t").payload(payload));
            BinaryReader in = new BinaryReader(out.toBytes());
            in.next();
            in.number();
            assertThat(((Payload) PublishForm.publication(in).payload()).bytes())
                    .as(text.toString())
                    .isEqualTo(Json.write(text.toString()));
        }
    }

    @Test
    void textsThatComeAgainAreTheSame() {
        Texts texts = new Texts();
        Random random = new Random(6);
        for (int i = 0; i < 20_000; i++) {
            String text =
                    "t".repeat(random.nextInt(20))
                            + random.nextInt(100)
                            + (char) (random.nextInt(500));
            BinaryWriter out = new BinaryWriter();
            out.begin(MessageType.JSON).text(text).text(text).end();
            BinaryReader in = new BinaryReader(out.toBytes(), texts);
            in.next();
            String read = in.name();
            assertThat(read).isEqualTo(text);
            assertThat(in.name()).isSameAs(read);
        }
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
        PublishForm.publish(out, 1, Publication.on("t").payload(Payload.json("{oops")));
        BinaryReader in = new BinaryReader(out.toBytes());
        in.next();
        in.number();
        assertThatThrownBy(() -> PublishForm.publication(in))
                .isInstanceOf(BinaryException.class)
                .hasMessageContaining("payload");
    }
}
