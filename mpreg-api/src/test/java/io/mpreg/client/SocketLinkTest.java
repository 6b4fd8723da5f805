package io.mpreg.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.api.MpregUnavailableException;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketLinkTest {

    private static final String BINARY = "mpreg.v1.bin";
    private static final String JSON = "mpreg.v1.json";
    private static final int WHOLE_BINARY = 0x82;
    private static final int PATIENCE_S = 30;
    private static final byte[] NOTHING = {};

    private final ClientThreads threads = ClientThreads.own();
    private final Noted noted = new Noted();
    private RawServer server;

    /** What a link tells. */
    private static final class Noted implements Link.Inbound {
        private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

        @Override
        public void frame(byte[] utf8) {
            frames.add(utf8);
        }

        @Override
        public void binary(byte[] array, int from, int to) {
            came = true;
            frames.add(Arrays.copyOfRange(array, from, to));
        }

        @Override
        public void closed(String reason) {
            ends.add(reason);
        }

        private volatile BooleanSupplier relief = () -> false;
        private final Queue<Thread> readers = new ConcurrentLinkedQueue<>();
        private volatile boolean came;
        private volatile CountDownLatch heldUp = new CountDownLatch(0);

        @Override
        public void reads(BooleanSupplier other) {
            relief = other;
            readers.add(Thread.currentThread());
        }

        @Override
        public boolean hasRead() {
            CountDownLatch until = heldUp;
            if (!came || until.getCount() == 0) {
                return true;
            }
            heldUp = new CountDownLatch(0);
            boolean relieved = relief.getAsBoolean();
            try {
                until.await(PATIENCE_S, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return !relieved;
        }

        byte[] next() throws InterruptedException {
            return frames.poll(PATIENCE_S, TimeUnit.SECONDS);
        }

        String end() throws InterruptedException {
            return ends.poll(PATIENCE_S, TimeUnit.SECONDS);
        }
    }

    @BeforeEach
    void listen() throws Exception {
        server = new RawServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        threads.close();
    }

    private CompletionStage<Link> opening() {
        return new SocketConnector(
                        Optional.of(Credentials.bearer(() -> "x")),
                        threads,
                        List.of(BINARY, JSON),
                        Duration.ofSeconds(PATIENCE_S))
                .open(server.url(), noted)
                .orElseThrow();
    }

    private Link open(String subprotocol, byte[] early) throws Exception {
        CompletionStage<Link> opening = opening();
        server.accept();
        server.agree(subprotocol, early);
        return opening.toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
    }

    private Link open() throws Exception {
        return open(BINARY, NOTHING);
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void anotherThreadReadsOnWhereOneIsHeldUp() throws Exception {
        Link link = open();
        CountDownLatch until = new CountDownLatch(1);
        noted.heldUp = until;
        server.raw(RawServer.frame(WHOLE_BINARY, new byte[] {1}));
        assertThat(noted.next()).containsExactly(1);
        byte[] half = RawServer.frame(WHOLE_BINARY, new byte[] {2, 3});
        server.raw(Arrays.copyOf(half, 3));
        server.raw(Arrays.copyOfRange(half, 3, half.length));
        assertThat(noted.next()).containsExactly(2, 3);
        link.send(new byte[] {4});
        assertThat(server.next().payload()).endsWith((byte) 4);
        until.countDown();
        server.raw(RawServer.frame(WHOLE_BINARY, new byte[] {5}));
        assertThat(noted.next()).containsExactly(5);
        assertThat(noted.readers).hasSize(2);
        link.close();
        assertThat(noted.end()).isEqualTo("closed");
    }

    @Test
    void asksAsTheStandardWantsIt() throws Exception {
        open();
        assertThat(server.request())
                .startsWith("GET /mpreg/ws?a=b HTTP/1.1\r\n")
                .contains("\r\nHost: localhost:" + server.url().getPort() + "\r\n")
                .contains("\r\nUpgrade: websocket\r\n")
                .contains("\r\nSec-WebSocket-Version: 13\r\n")
                .contains("\r\nSec-WebSocket-Protocol: mpreg.v1.bin, mpreg.v1.json\r\n")
                .contains("\r\nAuthorization: Bearer x\r\n");
    }

    @Test
    void failsWithWhatTheServerAnswers() throws Exception {
        CompletionStage<Link> opening = opening();
        server.accept();
        server.raw("HTTP/1.1 503 Not Now\r\nContent-Length: 0\r\n\r\n".getBytes());
        assertThatThrownBy(() -> opening.toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(MpregUnavailableException.class)
                .hasMessageContaining("503 Not Now");
    }

    @Test
    void failsWhereItIsNotKnown() throws Exception {
        CompletionStage<Link> opening = opening();
        server.accept();
        server.raw("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n".getBytes());
        assertThatThrownBy(() -> opening.toCompletableFuture().join())
                .cause()
                .isInstanceOfSatisfying(
                        MpregException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED));
    }

    @Test
    void failsWhenTheServerProvesNothing() throws Exception {
        CompletionStage<Link> opening = opening();
        server.accept();
        server.raw(
                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n")
                        .getBytes());
        assertThatThrownBy(() -> opening.toCompletableFuture().join())
                .hasCauseInstanceOf(MpregUnavailableException.class);
    }

    @Test
    void carriesMessagesOfEverySize() throws Exception {
        Link link = open();
        Random random = new Random(1);
        for (int length : new int[] {0, 1, 123, 124, 125, 126, 65_533, 65_534, 65_535, 3_000_000}) {
            byte[] message = bytes(random, length);
            link.send(message);
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            while (got.size() < length) {
                RawServer.Got frame = server.next();
                assertThat(frame.opcode()).isEqualTo(WHOLE_BINARY);
                assertThat(frame.payload()[0]).isEqualTo((byte) 1);
                got.write(frame.payload(), 1, frame.payload().length - 1);
            }
            assertThat(got.toByteArray()).as("%d bytes", length).isEqualTo(message);
        }
    }

    @Test
    void keepsTheOrderOfOneThreadWhoeverWrites() throws Exception {
        Link link = open();
        int count = 20_000;
        for (int i = 0; i < count; i++) {
            Request request = Request.op("op").with("n", i);
            link.send(request, i, i % 3 == 0);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int seen = 0;
        while (seen < count) {
            RawServer.Got frame = server.next();
            assertThat(frame.payload().length).isLessThanOrEqualTo(64 * 1024);
            io.mpreg.wire.bin.BinaryReader in = new io.mpreg.wire.bin.BinaryReader(frame.payload());
            while (in.next() >= 0) {
                assertThat(new String(in.rest())).contains("\"n\":" + seen++ + ",");
            }
        }
        assertThat(all.size()).isZero();
    }

    @Test
    void sendsEachTextByItselfInJson() throws Exception {
        Link link = open(JSON, NOTHING);
        assertThat(link.isBinary()).isFalse();
        link.send("{}".getBytes());
        link.send(Request.op("ping"), 1, true);
        assertThat(server.next().payload()).isEqualTo("{}".getBytes());
        RawServer.Got second = server.next();
        assertThat(second.opcode()).isEqualTo(0x81);
        assertThat(new String(second.payload())).contains("ping");
        server.raw(RawServer.frame(0x81, "{\"op\":\"ok\"}".getBytes()));
        assertThat(noted.next()).isEqualTo("{\"op\":\"ok\"}".getBytes());
    }

    @Test
    void readsFramesHoweverTheyArrive() throws Exception {
        Random random = new Random(2);
        byte[] early = bytes(random, 10);
        open(BINARY, RawServer.frame(WHOLE_BINARY, early));
        assertThat(noted.next()).isEqualTo(early);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        List<byte[]> messages = new java.util.ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] message = bytes(random, random.nextInt(i % 10 == 0 ? 400_000 : 300));
            messages.add(message);
            int cut = random.nextInt(message.length + 1);
            if (i % 3 == 0) {
                stream.writeBytes(RawServer.frame(2, Arrays.copyOf(message, cut)));
                stream.writeBytes(RawServer.frame(0x89, bytes(random, 5)));
                stream.writeBytes(
                        RawServer.frame(0x80, Arrays.copyOfRange(message, cut, message.length)));
            } else {
                stream.writeBytes(RawServer.frame(WHOLE_BINARY, message));
            }
        }
        byte[] all = stream.toByteArray();
        for (int at = 0; at < all.length; ) {
            int end = Math.min(all.length, at + 1 + random.nextInt(100_000));
            server.raw(Arrays.copyOfRange(all, at, end));
            at = end;
        }
        for (byte[] message : messages) {
            assertThat(noted.next()).isEqualTo(message);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(server.next().opcode()).isEqualTo(0x8A);
        }
    }

    @Test
    void answersAPing() throws Exception {
        open();
        server.raw(RawServer.frame(0x89, new byte[] {7}));
        RawServer.Got pong = server.next();
        assertThat(pong.opcode()).isEqualTo(0x8A);
        assertThat(pong.payload()).isEqualTo(new byte[] {7});
    }

    @Test
    void endsWhenTheServerCloses() throws Exception {
        Link link = open();
        server.raw(RawServer.frame(0x88, new byte[] {0x03, (byte) 0xE9, 'b', 'y', 'e'}));
        assertThat(server.next()).extracting(RawServer.Got::opcode).isEqualTo(0x88);
        assertThat(noted.end()).isEqualTo("closed by the node with 1001: bye");
        assertThatThrownBy(() -> link.send(new byte[1]))
                .isInstanceOf(MpregUnavailableException.class);
    }

    @Test
    void saysGoodbyeAfterWhatWaits() throws Exception {
        Link link = open();
        link.send(new byte[] {5});
        link.close();
        assertThat(server.next().payload()).isEqualTo(new byte[] {1, 5});
        RawServer.Got close = server.next();
        assertThat(close.opcode()).isEqualTo(0x88);
        assertThat(close.payload()).isEqualTo(new byte[] {0x03, (byte) 0xE8});
        assertThat(noted.end()).isEqualTo("closed");
        assertThat(noted.ends).isEmpty();
    }

    @Test
    void endsWhenTheConnectionIsCut() throws Exception {
        open();
        server.close();
        assertThat(noted.end()).isNotEmpty();
    }

    @Test
    void endsOnWhatIsNoFrame() throws Exception {
        open();
        server.raw(new byte[] {(byte) 0xC2, 0});
        assertThat(noted.end()).contains("no server may send");
    }

    @Test
    void isBoundedWhileTheServerDoesNotRead() throws Exception {
        Link link = open();
        byte[] message = new byte[1 << 20];
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 100; i++) {
                                link.send(message);
                            }
                        })
                .isInstanceOf(MpregLimitException.class);
        assertThat(server.next().payload()).hasSize(message.length + 1);
    }
}
