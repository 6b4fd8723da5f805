package io.mpreg.engine.session;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.MpregSystem;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.monitor.Event;
import io.mpreg.engine.transport.Channel;
import io.mpreg.engine.transport.Dress;
import io.mpreg.engine.transport.LinkHealth;
import io.mpreg.engine.transport.Outbox;
import io.mpreg.engine.transport.Outgoing;
import io.mpreg.engine.transport.PushSeries;
import io.mpreg.wire.bin.BinaryException;
import io.mpreg.wire.bin.Feature;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The node's side of one connection or bridge: takes frames of {@code mpreg.v1.json}, carries out
 * what they ask for, and sends what the client is to know.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Nothing that is called here blocks.
 */
public final class Session {

    /** When a client that has too much under way may go on. */
    private static final long RETRY_AFTER_MS = 50;

    private static final int POLICY = 1008;
    private static final int TOO_BIG = 1009;

    private final SessionHost host;
    private final String id;
    private final Caller caller;
    private final SessionClient client;
    private final Signature signature;
    private final Channel channel;
    private final Dialect dialect;
    private final Outbox outbox;
    private final Lane lane;
    private final RequestHealth requests;
    private final Desks desks;
    private final CompactMessages compact = new CompactMessages(this);
    private final ObjectMessages objects = new ObjectMessages(this);
    private final Pulse pulse;
    private final Consumer<Session> ended;
    private final Map<String, Answer> open = new ConcurrentHashMap<>();
    private volatile Set<String> features = Set.of();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger malformed = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    Session(
            SessionHost host,
            Caller caller,
            SessionClient client,
            Channel channel,
            Dialect dialect,
            Consumer<Session> ended) {
        this.host = host;
        this.id = "s-" + host.ulids().next();
        this.caller = caller;
        this.client = client;
        this.signature = new Signature(caller.principal());
        this.channel = channel;
        this.outbox =
                new Outbox(host.settings().outbox(), dialect.framing(), channel, host.counts());
        this.dialect = dialect;
        this.lane = new Lane(host.platform().workers());
        this.requests = new RequestHealth(host);
        this.desks = new Desks(this);
        this.ended = ended;
        this.pulse = new Pulse(this);
        note("transport.opened", Map.of("caller", caller.application()));
    }

    /** Begins to look after the other end. */
    void begin() {
        pulse.start();
    }

    /** The session's id, as the monitor shows it. */
    public String id() {
        return id;
    }

    /** On whose behalf it acts. */
    public Caller caller() {
        return caller;
    }

    /** How its requests go. */
    public LinkHealth health() {
        return requests.own();
    }

    /** Takes note of how its requests go. */
    RequestHealth requests() {
        return requests;
    }

    SessionHost host() {
        return host;
    }

    SessionClient client() {
        return client;
    }

    /** Goes on everything that it sends. */
    Signature signature() {
        return signature;
    }

    Desks desks() {
        return desks;
    }

    Outbox outbox() {
        return outbox;
    }

    boolean isOver() {
        return over.get();
    }

    /**
     * Takes a frame of its dialect. Never throws.
     *
     * @param frame belongs to the session from now on
     */
    public void frame(byte[] frame) {
        if (over.get()) {
            return;
        }
        pulse.heard();
        host.counts().received(frame.length);
        if (frame.length > host.settings().maxFrame()) {
            close(
                    TOO_BIG,
                    "a frame has at most "
                            + host.settings().maxFrame()
                            + " bytes, this one "
                            + frame.length);
            return;
        }
        host.cork().during(() -> handle(frame));
    }

    /** Runs something that hands over several frames; what they have sent leaves together. */
    public void together(Runnable frames) {
        host.cork().during(frames);
    }

    private void handle(byte[] frame) {
        if (dialect == Dialect.BINARY) {
            binary(frame);
        } else {
            json(frame);
        }
    }

    private void binary(byte[] frame) {
        try {
            compact.frame(frame);
        } catch (BinaryException e) {
            malformed(MpregRequestException.field("frame", String.valueOf(e.getMessage())));
        }
    }

    /** A message of the compact form was one. */
    void wellFormed() {
        malformed.setPlain(0);
    }

    /** Refuses a request that came in a compact form. */
    void refuse(long number, String op, long started, Throwable failure) {
        String id = Long.toString(number, Character.MAX_RADIX);
        new Answer(this, id, op, started).fail(failure);
    }

    /** Whether what does not block may start at once. */
    boolean isFree() {
        return lane.isFree();
    }

    /** Starts something in its turn that never blocks. */
    void inOrder(Runnable action, Consumer<RejectedExecutionException> refusal) {
        if (lane.isFree()) {
            action.run();
        } else {
            lane.run(new Lane.Task(action, refusal), false);
        }
    }

    /** Takes an object, or an array of them. */
    void json(byte[] utf8) {
        objects.take(utf8);
    }

    /** Starts something in its turn that may block. */
    void asWork(Runnable action, Consumer<RejectedExecutionException> refusal) {
        lane.run(new Lane.Task(action, refusal), true);
    }

    /** The other end has answered a ping. */
    public void pong() {
        pulse.heard();
    }

    /** Files a request among the open ones, or refuses it. */
    boolean admits(Answer answer, boolean always) {
        String requestId = answer.id();
        if (health().breaker().isForced() && !always) {
            answer.fail(
                    MpregException.of(
                            ErrorCode.UNAVAILABLE,
                            "an operator has opened the breaker of this session"));
            return false;
        }
        if (open.size() >= host.settings().openRequests()) {
            refuse(answer);
            return false;
        }
        refused.setPlain(0);
        if (open.putIfAbsent(requestId, answer) != null) {
            answer.fail(
                    MpregException.of(
                            ErrorCode.CONFLICT,
                            "id '" + requestId + "' is that of an open request",
                            Map.of("field", "id", "reason", "it is in use")));
            return false;
        }
        if (over.get()) {
            open.remove(requestId, answer);
            return false;
        }
        return true;
    }

    /** Does what a request asks for; a failure is its reply. */
    void carryOut(Answer answer, Runnable action) {
        if (over.get()) {
            return;
        }
        try {
            action.run();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            answer.fail(e);
        }
    }

    /* A client that goes on although it is told that it has too much under way ignores it. */
    private void refuse(Answer answer) {
        int most = host.settings().openRequests();
        answer.fail(
                MpregLimitException.refusal(
                        "more than " + most + " requests are open", most, RETRY_AFTER_MS));
        if (refused.incrementAndGet() > most) {
            close(POLICY, "more than " + most + " requests beyond the limit of open ones");
        }
    }

    /* The entry may be another's: that of the open request whose id this one wanted. */
    void answered(Answer answer, @Nullable ErrorCode failure) {
        open.remove(answer.id(), answer);
        requests.completed(failure == null || !LinkHealth.isFault(failure), answer.started());
        send(answer, true);
    }

    /** Sends something, or ends the session if the client does not read. */
    void send(Outgoing message, boolean first) {
        sent(host.cork().offer(outbox, message, first));
    }

    /** Sends pushes, along with others that are about to follow. */
    void push(PushSeries pushes) {
        sent(outbox.hold(pushes));
        host.cork().flush(outbox);
    }

    /** Whether it speaks the compact form. */
    boolean isBinary() {
        return dialect == Dialect.BINARY;
    }

    /**
     * Notes what the client knows of the compact form, beyond its first version.
     *
     * @param packFrom from how many bytes on it wants messages packed; 0 for none
     */
    void features(Set<String> known, int packFrom) {
        features = known;
        outbox.dress(
                new Dress(
                        known.contains(Feature.PARTS),
                        known.contains(Feature.REFERENCES),
                        packFrom > 0 && known.contains(Feature.PACKING)
                                ? packFrom
                                : Integer.MAX_VALUE));
    }

    /** Whether the client knows that. */
    boolean knows(String feature) {
        return features.contains(feature);
    }

    private void sent(boolean taken) {
        if (!taken) {
            host.counts().overflowed();
            close(
                    POLICY,
                    "too slow: "
                            + outbox.messages()
                            + " messages of "
                            + outbox.bytes()
                            + " bytes wait to be read");
        }
    }

    /** Opens the breaker, so that requests are refused, or resets it. */
    void force(boolean opened) {
        if (opened) {
            health().breaker().forceOpen();
        } else {
            health().breaker().reset();
        }
        note("transport.breaker", Map.of("breaker", health().breaker().mode().name()));
    }

    /** A frame is none. */
    void malformed(MpregException failure) {
        error(failure, null, "");
        noted(false);
    }

    /** Counts frames that held no request at all. */
    void noted(boolean requested) {
        if (requested) {
            malformed.setPlain(0);
            return;
        }
        host.counts().malformed();
        int most = host.settings().malformedFrames();
        if (malformed.incrementAndGet() >= most) {
            close(POLICY, most + " malformed frames in a row");
        }
    }

    /** Complains about something that has no reply. */
    void complain(MpregException failure, String op) {
        error(failure, null, op);
    }

    /** Complains about a request whose id may be known. */
    void error(MpregException failure, @Nullable String id, String op) {
        send(new Complaint(failure, id, op), true);
    }

    /** Ends the session from the node's side. */
    void close(int code, String reason) {
        if (ends(reason)) {
            channel.close(code, reason);
            leaveLater();
        }
    }

    /** Ends the session from the node's side; all is done when this returns. */
    void stop(int code, String reason) {
        if (ends(reason)) {
            channel.close(code, reason);
            leave();
        }
    }

    /**
     * The connection has ended: subscriptions and consumers end, functions are withdrawn, what they
     * were running counts as lost, and open requests are given up.
     */
    public void closed(String reason) {
        if (ends(reason)) {
            leaveLater();
        }
    }

    private boolean ends(String reason) {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        // What the frames before have asked for is answered before the end.
        host.cork().release();
        outbox.close();
        pulse.stop();
        note("transport.closed", Map.of("reason", Fields.shortened(reason)));
        ended.accept(this);
        return true;
    }

    private void leaveLater() {
        try {
            host.platform().workers().execute(this::leave);
        } catch (RejectedExecutionException e) {
            leave();
        }
    }

    private void leave() {
        desks.close();
        open.values().forEach(Answer::abandon);
        open.clear();
    }

    private void note(String type, Map<String, String> details) {
        if (host.monitor().watches(MpregSystem.TRANSPORT)) {
            host.monitor()
                    .record(
                            new Event(
                                    id,
                                    id,
                                    type,
                                    MpregSystem.TRANSPORT,
                                    null,
                                    null,
                                    0,
                                    true,
                                    details));
        }
    }
}
