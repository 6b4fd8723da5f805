package io.mpreg.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.ejb.session.ClientSession;
import io.mpreg.ejb.session.Outbound;
import io.mpreg.ejb.session.Peer;
import io.mpreg.ejb.session.SessionPort;
import io.mpreg.ejb.session.SocketSettings;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.Test;

/** What a connection tells its session, and how it ends. */
class StreamLinkTest {

    private final List<String> told = new ArrayList<>();

    /** How much the session had been told each time when what came together was over. */
    private final List<Integer> together = new ArrayList<>();

    private final ArrayDeque<Runnable> due = new ArrayDeque<>();
    private final LibertyStream out = new LibertyStream(2 << 20);
    private final Input in = new Input();
    private final StreamLink link = new StreamLink();
    private boolean starting;
    private boolean given;

    private void open() {
        ScheduledExecutorService timer =
                fake(
                        ScheduledExecutorService.class,
                        (method, arguments) -> {
                            due.add((Runnable) arguments[0]);
                            return fake(ScheduledFuture.class, (called, with) -> false);
                        });
        Peer peer = new Peer("somewhere", Subprotocols.BINARY, "", Set.of());
        link.enters(new StreamLink.Entry(peer, port(), new ReadBuffers(), timer));
        link.init(new Connection());
    }

    private SessionPort port() {
        ClientSession session =
                fake(
                        ClientSession.class,
                        (method, arguments) -> {
                            if (method.equals("together")) {
                                ((Runnable) arguments[0]).run();
                                together.add(told.size());
                                return null;
                            }
                            told.add(
                                    method
                                            + (arguments == null
                                                    ? ""
                                                    : arguments[0] instanceof byte[] bytes
                                                            ? " " + bytes.length
                                                            : " " + arguments[0]));
                            return null;
                        });
        return fake(
                SessionPort.class,
                (method, arguments) -> {
                    if (method.equals("settings")) {
                        return SocketSettings.defaults();
                    }
                    if (starting) {
                        throw MpregException.of(ErrorCode.UNAVAILABLE, "not yet");
                    }
                    return session;
                });
    }

    @Test
    void handsOverTogetherWhatCameTogether() {
        open();
        byte[] first = frame(Opcodes.BINARY, new byte[100]);
        byte[] next = frame(Opcodes.BINARY, new byte[50]);
        in.brings(ByteBuffer.allocate(first.length + next.length).put(first).put(next).array());
        in.brings(frame(Opcodes.BINARY, new byte[10]));
        assertThat(told).containsExactly("frame 100", "frame 50", "frame 10");
        assertThat(together).containsExactly(2, 3);
    }

    @Test
    void bringsFramesAndPongsToTheSessionAndAnswersPings() {
        open();
        in.brings(frame(Opcodes.BINARY, new byte[100]), frame(Opcodes.PING, new byte[] {7}));
        in.brings(frame(Opcodes.PONG, new byte[0]));
        assertThat(told).containsExactly("frame 100", "pong");
        assertThat(out.read(100)).containsExactly(0x80 | Opcodes.PONG, 1, 7);
    }

    @Test
    void answersAClosingFrameAndGivesTheConnectionBack() {
        open();
        in.brings(frame(Opcodes.CLOSE, new byte[] {3, (byte) 0xE9}));
        assertThat(out.read(100)).containsExactly(0x80 | Opcodes.CLOSE, 2, 3, 0xE9);
        assertThat(told).containsExactly("closed closed by the client with 1001");
        assertThat(given).isTrue();
    }

    @Test
    void answersAClosingFrameThatIsNoneWithACodeOfItsOwn() {
        open();
        in.brings(frame(Opcodes.CLOSE, new byte[] {(byte) 0xAC, (byte) 0xD6}));
        byte[] said = out.read(200);
        assertThat((said[2] & 0xFF) << Byte.SIZE | said[3] & 0xFF).isEqualTo(1002);
        assertThat(told).hasSize(1);
        due.remove().run();
        assertThat(given).isTrue();
    }

    @Test
    void closesWhatIsNoFrameAndLooksAtNothingThatComesBehind() {
        open();
        in.brings(new byte[] {(byte) 0xC2, (byte) 0x80, 0, 0, 0, 0});
        byte[] said = out.read(200);
        assertThat((said[2] & 0xFF) << Byte.SIZE | said[3] & 0xFF).isEqualTo(1002);
        in.brings(frame(Opcodes.BINARY, new byte[100]));
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).contains("extension");
        assertThat(given).as("the other end has time to answer").isFalse();
        due.remove().run();
        assertThat(given).isTrue();
    }

    @Test
    void cutsReasonsBetweenCharacters() {
        open();
        link.close(Opcodes.POLICY, "\u00E4".repeat(100));
        byte[] said = out.read(200);
        assertThat(said[1]).isEqualTo((byte) (2 + 122));
        String reason = new String(said, 4, said.length - 4, StandardCharsets.UTF_8);
        assertThat(reason).isEqualTo("\u00E4".repeat(61));
    }

    @Test
    void saysThatTheNodeIsNotReady() {
        starting = true;
        open();
        byte[] said = out.read(200);
        assertThat((said[2] & 0xFF) << Byte.SIZE | said[3] & 0xFF).isEqualTo(1013);
        in.brings(frame(Opcodes.BINARY, new byte[100]));
        assertThat(told).isEmpty();
    }

    @Test
    void givesTheConnectionBackAtOnceWhenTheApplicationStops() {
        open();
        link.close(Opcodes.GOING_AWAY, "stopping");
        assertThat(given).isTrue();
        assertThat(due).isEmpty();
    }

    @Test
    void endsForWhoDoesNotTakeAFrameInItsTime() {
        open();
        Outbound.Sent sent =
                fake(
                        Outbound.Sent.class,
                        (method, arguments) -> {
                            told.add(method);
                            return null;
                        });
        for (int i = 0; i < 18; i++) {
            link.send(new byte[60_000], sent);
        }
        assertThat(told).hasSize(18).containsOnly("sent");
        link.send(new byte[60_000], sent);
        assertThat(told).as("more than who does not read gets").hasSize(18);
        due.remove().run();
        assertThat(told).contains("closed java.io.IOException: a frame was not taken");
        assertThat(given).isTrue();
    }

    @Test
    void endsTheSessionWithTheConnection() throws Exception {
        open();
        in.listener.onAllDataRead();
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).contains("cut the connection");
        assertThat(given).isTrue();
    }

    /* Masked with zeros, so that it stays as it is. */
    private static byte[] frame(int opcode, byte[] payload) {
        return ByteBuffer.allocate(6 + payload.length)
                .put((byte) (0x80 | opcode))
                .put((byte) (0x80 | payload.length))
                .putInt(0)
                .put(payload)
                .array();
    }

    private final class Connection implements WebConnection {

        @Override
        public ServletInputStream getInputStream() {
            return in;
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return out;
        }

        @Override
        public void close() {
            given = true;
        }
    }

    private static final class Input extends ServletInputStream {

        private ReadListener listener;
        private byte[] there = {};

        void brings(byte[]... frames) {
            try {
                for (byte[] frame : frames) {
                    there = frame;
                    listener.onDataAvailable();
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return there.length > 0;
        }

        @Override
        public void setReadListener(ReadListener told) {
            listener = told;
        }

        @Override
        public int read() {
            throw new AssertionError("one by one");
        }

        @Override
        public int read(byte[] into, int from, int length) {
            int size = Math.min(length, there.length);
            System.arraycopy(there, 0, into, from, size);
            there = Arrays.copyOfRange(there, size, there.length);
            return size;
        }
    }

    private interface Answers {
        Object to(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answers answers) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> answers.to(method.getName(), arguments)));
    }
}
