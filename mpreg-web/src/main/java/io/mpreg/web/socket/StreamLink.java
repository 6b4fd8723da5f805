package io.mpreg.web.socket;

import io.mpreg.api.MpregException;
import io.mpreg.ejb.session.ClientSession;
import io.mpreg.ejb.session.Outbound;
import io.mpreg.ejb.session.Peer;
import io.mpreg.ejb.session.SessionPort;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket whose frames this application reads and writes itself, over the streams of a
 * connection that Open Liberty has upgraded, and its session.
 *
 * <p>Open Liberty's own WebSockets read 8 KiB at a time, after a turn of two threads each; here as
 * much is read as there is.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; Liberty reads with one at a time.
 */
public final class StreamLink
        implements HttpUpgradeHandler, ReadListener, FrameDecoder.Sink, Outbound {

    private static final Logger LOG = System.getLogger(StreamLink.class.getName());

    /** How long the other end has to answer a closing frame. */
    private static final Duration PARTING = Duration.ofSeconds(2);

    /** What makes it likely that more is there already. */
    private static final int MUCH = 8 << 10;

    private static final int MOST_REASON = 123;

    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private @Nullable Entry entry;
    private @Nullable WebConnection connection;
    private @Nullable ServletInputStream input;
    private @Nullable StreamOutput output;

    /** None when what still comes is not looked at. */
    private @Nullable FrameDecoder decoder;

    private volatile @Nullable ClientSession session;
    private final AtomicBoolean watching = new AtomicBoolean();
    private volatile @Nullable Future<?> watch;
    private volatile @Nullable Future<?> parting;

    /** For the container. */
    public StreamLink() {}

    /**
     * What is known before the connection is made.
     *
     * @param peer who it is
     * @param port where its session is opened
     * @param buffers what is read into
     * @param timer ends connections whose other end does not
     */
    record Entry(
            Peer peer, SessionPort port, ReadBuffers buffers, ScheduledExecutorService timer) {}

    /** Says for whom it is; before {@link #init}. */
    void enters(Entry as) {
        entry = as;
    }

    private Entry entry() {
        return Objects.requireNonNull(entry);
    }

    private StreamOutput output() {
        return Objects.requireNonNull(output);
    }

    @Override
    public void init(WebConnection made) {
        connection = made;
        try {
            input = made.getInputStream();
            Headroom headroom = new Headroom(new SecureRandom());
            StreamOutput out = new StreamOutput(made.getOutputStream(), headroom, this::failed);
            output = out;
            made.getOutputStream().setWriteListener(out);
            decoder = new FrameDecoder(this, entry().port().settings().maxFrame());
            open();
            Objects.requireNonNull(input).setReadListener(this);
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    private void open() {
        try {
            session = entry().port().open(entry().peer(), this);
        } catch (MpregException e) {
            close(Opcodes.TRY_LATER, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void onDataAvailable() {
        byte[] buffer = entry().buffers().take();
        try {
            ServletInputStream from = Objects.requireNonNull(input);
            int read = buffer.length;
            // Behind little there is hardly ever more; Liberty looks for that itself, on its way.
            while (read >= MUCH
                    && !ended.get()
                    && from.isReady()
                    && (read = from.read(buffer)) > 0) {
                take(buffer, read);
            }
        } catch (IOException | RuntimeException e) {
            failed(e);
        } finally {
            entry().buffers().give(buffer);
        }
    }

    private void take(byte[] bytes, int count) {
        ClientSession to = session;
        if (to == null) {
            decode(bytes, count);
        } else {
            to.together(() -> decode(bytes, count));
        }
    }

    private void decode(byte[] bytes, int count) {
        FrameDecoder frames = decoder;
        if (frames == null) {
            return;
        }
        try {
            frames.take(bytes, 0, count);
        } catch (FrameDecoder.Violation e) {
            decoder = null;
            // The session first, which still answers what came before.
            closed(String.valueOf(e.getMessage()));
            close(e.code(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void message(byte[] bytes) {
        ClientSession to = session;
        if (to != null && !closing.get()) {
            to.frame(bytes);
        }
    }

    @Override
    public void control(int opcode, byte[] payload) throws FrameDecoder.Violation {
        switch (opcode) {
            case Opcodes.PING -> output().pong(payload);
            case Opcodes.PONG -> pong(payload);
            default -> {
                int code = Goodbye.read(payload).code();
                closed("closed by the client with " + code);
                close(code, "");
                end();
            }
        }
    }

    private void pong(byte[] payload) {
        output().answered(ByteBuffer.wrap(payload));
        ClientSession to = session;
        if (to != null) {
            to.pong();
        }
    }

    @Override
    public void onAllDataRead() {
        failed(new IOException("the client has cut the connection"));
    }

    @Override
    public void onError(Throwable failure) {
        failed(failure);
    }

    /** The connection is of no more use. */
    private void failed(Throwable failure) {
        LOG.log(Level.DEBUG, "the connection of a client failed", failure);
        closing.set(true);
        closed(String.valueOf(failure));
        end();
    }

    private void closed(String reason) {
        ClientSession ending = session;
        if (ending != null) {
            ending.closed(reason);
        }
    }

    @Override
    public void send(byte[] frame, Sent sent) {
        output().send(frame, sent);
        if (output().isBehind()) {
            watch();
        }
    }

    /* Who does not take a frame in its time does not get another one. */
    private void watch() {
        long before = output().written();
        if (!watching.compareAndSet(false, true)) {
            return;
        }
        watch =
                later(
                        () -> {
                            watching.set(false);
                            if (!ended.get() && output().isBehind()) {
                                if (output().written() == before) {
                                    failed(new IOException("a frame was not taken"));
                                } else {
                                    watch();
                                }
                            }
                        },
                        entry().port().settings().sendTimeout());
    }

    private @Nullable Future<?> later(Runnable action, Duration time) {
        try {
            return entry().timer().schedule(action, time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "the server stops", e);
            return null;
        }
    }

    @Override
    public void ping() {
        output().ping();
    }

    @Override
    public void close(int code, String reason) {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[2 + cut(utf8)];
        payload[0] = (byte) (code >> Byte.SIZE);
        payload[1] = (byte) code;
        System.arraycopy(utf8, 0, payload, 2, payload.length - 2);
        output().close(payload);
        if (code == Opcodes.GOING_AWAY) {
            // The application stops, and with it whatever could look after the connection.
            end();
        } else {
            endLater();
        }
    }

    private void endLater() {
        Future<?> later = later(this::end, PARTING);
        parting = later;
        if (later == null) {
            end();
        } else if (ended.get()) {
            later.cancel(false);
        }
    }

    /* A closing frame has room for so many bytes; no character is cut in two. */
    private static int cut(byte[] utf8) {
        int end = Math.min(utf8.length, MOST_REASON);
        while (end < utf8.length && (utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }

    /* Gives the connection back to the container. */
    private void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        cancel(parting);
        cancel(watch);
        StreamOutput out = output;
        if (out == null) {
            giveBack();
        } else {
            out.end(this::giveBack);
        }
    }

    private static void cancel(@Nullable Future<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }

    private void giveBack() {
        try {
            Objects.requireNonNull(connection).close();
        } catch (Exception e) {
            LOG.log(Level.DEBUG, "the connection was closed already", e);
        }
    }

    @Override
    public void destroy() {
        closing.set(true);
        closed("the server has closed the connection");
        StreamOutput out = output;
        if (out != null) {
            out.onError(new IOException("the server has closed the connection"));
        }
    }
}
