package io.mpreg.web.socket;

import io.mpreg.api.MpregException;
import io.mpreg.ejb.session.ClientSession;
import io.mpreg.ejb.session.Outbound;
import io.mpreg.ejb.session.Peer;
import io.mpreg.ejb.session.SessionPort;
import io.mpreg.ejb.session.SocketSettings;
import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket and its session.
 *
 * <p>A container that hands each frame to a thread of its own, and that to another one, spends many
 * times what the writing of a small frame takes. Such a container shows in the first frames: their
 * sending has returned and they are not through. From then on small frames are written by whoever
 * sends them, as long as {@link Headroom} knows that this does not wait.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; its session sends one frame at a time.
 */
final class SocketLink implements Outbound {

    private static final Logger LOG = System.getLogger(SocketLink.class.getName());

    private static final int PROTOCOL_ERROR = 1002;
    private static final int UNSUPPORTED = 1003;
    private static final int POLICY = 1008;
    private static final int TRY_LATER = 1013;
    private static final int MOST_REASON = 123;

    /**
     * How many small frames have to be under way when their sending returns, to prove something.
     */
    private static final int PROOFS = 3;

    private final Session socket;
    private final RemoteEndpoint.Async later;
    private final RemoteEndpoint.Basic now;
    private final Headroom headroom = new Headroom(new SecureRandom());
    private final boolean binary;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile @Nullable ClientSession session;

    /** Whether the container has proven to hand frames to other threads. */
    private volatile boolean queues;

    /** How often it has; of the one who sends. */
    private int queued;

    private SocketLink(Session socket, SocketSettings settings) {
        this.socket = socket;
        this.binary = Subprotocols.BINARY.equals(socket.getNegotiatedSubprotocol());
        this.later = socket.getAsyncRemote();
        this.now = socket.getBasicRemote();
        later.setSendTimeout(settings.sendTimeout().toMillis());
    }

    /** A link with a session; none if the connection was refused. */
    static @Nullable SocketLink open(Session socket, Handshake.Notes notes, SessionPort port) {
        SocketSettings settings = port.settings();
        SocketLink link = new SocketLink(socket, settings);
        String subprotocol = socket.getNegotiatedSubprotocol();
        if (subprotocol == null || !Subprotocols.isKnown(subprotocol)) {
            link.close(PROTOCOL_ERROR, Subprotocols.refusal());
            return null;
        }
        if (!OriginRule.allows(settings, notes)) {
            link.close(POLICY, "origin '" + notes.origin() + "' may not connect");
            return null;
        }
        if (settings.secured() && notes.user().isNobody()) {
            // Came while the node was starting, when the filter could not know that it is secured.
            link.close(POLICY, "not authenticated");
            return null;
        }
        // The heartbeat of the session decides, not the container.
        socket.setMaxIdleTimeout(0);
        socket.setMaxTextMessageBufferSize(settings.maxFrame());
        socket.setMaxBinaryMessageBufferSize(settings.maxFrame());
        try {
            link.session = port.open(peer(socket, notes, subprotocol), link);
        } catch (MpregException e) {
            link.close(TRY_LATER, String.valueOf(e.getMessage()));
            return null;
        }
        return link;
    }

    private static Peer peer(Session socket, Handshake.Notes notes, String subprotocol) {
        return new Peer(socket.getId(), subprotocol, notes.user().name(), notes.user().roles());
    }

    ClientSession session() {
        return Objects.requireNonNull(session, "session");
    }

    /** A text came. */
    void text(String message) {
        if (binary) {
            close(UNSUPPORTED, Subprotocols.BINARY + " is made of bytes");
        } else {
            session().frame(message.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Bytes came. */
    void bytes(byte[] message) {
        if (binary) {
            session().frame(message);
        } else {
            close(UNSUPPORTED, Subprotocols.JSON + " is made of texts");
        }
    }

    @Override
    public void send(byte[] frame, Sent sent) {
        try {
            if (!queues) {
                hand(frame, sent);
                return;
            }
            ByteBuffer mark = headroom.due();
            if (mark != null) {
                now.sendPing(mark);
            }
            if (headroom.takes(frame.length)) {
                write(frame);
                sent.sent();
            } else {
                hand(frame, sent);
            }
        } catch (IOException | RuntimeException e) {
            lost(sent, e);
        }
    }

    private void write(byte[] frame) throws IOException {
        if (binary) {
            // The frame is written for this send alone: a container may change it in place.
            now.sendBinary(ByteBuffer.wrap(frame));
        } else {
            now.sendText(new String(frame, StandardCharsets.UTF_8));
        }
    }

    private void hand(byte[] frame, Sent sent) {
        Handed handed = new Handed(sent);
        if (binary) {
            later.sendBinary(ByteBuffer.wrap(frame), handed);
        } else {
            later.sendText(new String(frame, StandardCharsets.UTF_8), handed);
        }
        if (!queues && frame.length <= Headroom.LARGEST && !handed.isThrough()) {
            queues = ++queued >= PROOFS;
        }
    }

    /* Who does not take a frame in its time does not get another one. */
    private void lost(Sent sent, @Nullable Throwable failure) {
        sent.failed(String.valueOf(failure));
        failed(failure == null ? new IOException("a frame was not taken") : failure);
    }

    @Override
    public void ping() {
        try {
            now.sendPing(queues ? headroom.mark() : ByteBuffer.allocate(0));
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    /** A ping was answered. */
    void pong(ByteBuffer carried) {
        headroom.answered(carried);
        session().pong();
    }

    /** The connection is of no more use. */
    void failed(Throwable failure) {
        LOG.log(Level.DEBUG, "the connection of a client failed", failure);
        close(CloseReason.CloseCodes.GOING_AWAY.getCode(), "the connection failed");
        ClientSession ending = session;
        if (ending != null) {
            ending.closed(String.valueOf(failure));
        }
    }

    @Override
    public void close(int code, String reason) {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        try {
            socket.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), cut(reason)));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "the connection was closed already", e);
        }
    }

    /* A close frame has room for so many bytes. */
    private static String cut(String reason) {
        byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= MOST_REASON) {
            return reason;
        }
        int end = MOST_REASON - 3;
        while ((utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8) + "...";
    }

    /** A frame that the container sends. */
    private final class Handed implements SendHandler {

        private final Sent sent;
        private volatile boolean through;

        Handed(Sent sent) {
            this.sent = sent;
        }

        boolean isThrough() {
            return through;
        }

        @Override
        public void onResult(SendResult result) {
            through = true;
            if (result.isOK()) {
                sent.sent();
            } else {
                lost(sent, result.getException());
            }
        }
    }
}
