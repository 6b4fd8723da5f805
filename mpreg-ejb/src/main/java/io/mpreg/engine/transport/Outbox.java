package io.mpreg.engine.transport;

import io.mpreg.wire.bin.PartForm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the one send that a connection takes at a time. A lone message leaves at once;
 * what came while a send was under way, or was held back by its sender, leaves as one frame.
 *
 * <p>Two classes of traffic: replies and control go first, pushes get at least a quarter of each
 * frame. Bounded in messages and bytes over both: who offers to a full outbox is told so and ends
 * the connection, because nothing that was promised may be lost silently. To keep it from getting
 * there is the task of those who push: {@link Outgoing#gone} tells them when there is room again.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Messages are written by whoever sends.
 */
public final class Outbox {

    private static final byte[] NOTHING = {};

    /**
     * So many messages are worth a frame. If all calls that are under way went in one, each end
     * would be idle while the other one works.
     */
    private static final int WORTHWHILE = 24;

    private final OutboxSettings settings;
    private final Framing framing;
    private final Channel channel;
    private final TransportCounts counts;
    private final Object lock = new Object();

    // Guarded by lock.
    private final ArrayDeque<Outgoing> urgent = new ArrayDeque<>(4);
    private final PushQueue pushes = new PushQueue();
    private long bytes;
    private boolean sending;
    private boolean pingDue;
    private boolean closed;
    private Dress dress = Dress.NONE;
    private long transfers;

    /** What is sent in parts; what belongs behind it waits until it is over. */
    private @Nullable LongMessage dividing;

    public Outbox(
            OutboxSettings settings, Framing framing, Channel channel, TransportCounts counts) {
        this.settings = settings;
        this.framing = framing;
        this.channel = channel;
        this.counts = counts;
    }

    /**
     * Takes a message, and sends it as soon as no send is under way.
     *
     * @param first whether it goes before pushes
     * @return false if there is no room for it; nothing is taken then
     */
    public boolean offer(Outgoing message, boolean first) {
        return take(message, first, 0);
    }

    /**
     * Takes a message that may wait for {@link #flush}, as long as it and those before it are not
     * worth a frame.
     *
     * @param first whether it goes before pushes
     * @return false if there is no room for it; nothing is taken then
     */
    public boolean hold(Outgoing message, boolean first) {
        return take(message, first, settings.batchBytes());
    }

    /**
     * Takes pushes for one receiver, which may wait for {@link #flush} until they fill a frame.
     *
     * @return false if there was no room for one of them; those behind it are not taken
     */
    public boolean hold(PushSeries series) {
        boolean taken = true;
        synchronized (lock) {
            if (closed) {
                return true;
            }
            for (int i = 0; i < series.count() && taken; i++) {
                int more = pushes.join(series, i);
                bytes += Math.max(0, more);
                taken = more >= 0 || put(series, i);
            }
            if (sending || bytes < settings.batchBytes()) {
                return taken;
            }
            sending = true;
        }
        pump();
        return taken;
    }

    private boolean take(Outgoing message, boolean first, int enough) {
        synchronized (lock) {
            if (closed) {
                return true;
            }
            if (!put(message, first)) {
                return false;
            }
            if (sending || bytes < enough && urgent.size() + pushes.size() < WORTHWHILE) {
                return true;
            }
            sending = true;
        }
        pump();
        return true;
    }

    private boolean put(PushSeries series, int index) {
        Outgoing push = series.push(index, pushes.peekLast());
        if (!hasRoom(push)) {
            return false;
        }
        series.placed(pushes.addLast(push));
        bytes += push.size();
        return true;
    }

    /* Whether there was room. */
    private boolean put(Outgoing message, boolean first) {
        if (!hasRoom(message)) {
            return false;
        }
        if (first) {
            urgent.addLast(message);
        } else {
            pushes.addLast(message);
        }
        bytes += message.size();
        return true;
    }

    private boolean hasRoom(Outgoing message) {
        int waiting = urgent.size() + pushes.size();
        return waiting == 0
                || waiting < settings.maxMessages()
                        && bytes + message.size() <= settings.maxBytes();
    }

    /** Sends what waits, unless a send is under way, which takes it along. */
    public void flush() {
        synchronized (lock) {
            if (sending || urgent.isEmpty() && pushes.isEmpty()) {
                return;
            }
            sending = true;
        }
        pump();
    }

    /** Says what the other end can undo from now on. */
    public void dress(Dress as) {
        synchronized (lock) {
            dress = as;
        }
        framing.dress(as);
    }

    /** Sends a ping as soon as no send is under way. */
    public void ping() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            pingDue = true;
            if (sending) {
                return;
            }
            sending = true;
        }
        pump();
    }

    /** How many bytes wait. */
    public long bytes() {
        synchronized (lock) {
            return bytes;
        }
    }

    /** How many messages wait. */
    public int messages() {
        synchronized (lock) {
            return urgent.size() + pushes.size();
        }
    }

    /** Forgets what waits, and takes nothing more. */
    public void close() {
        synchronized (lock) {
            closed = true;
            urgent.clear();
            pushes.clear();
            dividing = null;
            bytes = 0;
        }
    }

    /* Sends as long as there is something and each send is through before its call returns. */
    private void pump() {
        List<Outgoing> batch = new ArrayList<>();
        while (next(batch)) {
            byte[] frame = written(batch);
            if (frame.length == 0) {
                gone(batch);
                batch = new ArrayList<>();
                continue;
            }
            counts.sent(batch.size(), frame.length);
            Flight flight = new Flight(batch);
            channel.send(frame, flight);
            if (!flight.isThrough()) {
                return;
            }
            batch = new ArrayList<>();
        }
    }

    /* Whether there is something to send; if not, the next one who comes sends. */
    private boolean next(List<Outgoing> batch) {
        boolean ping;
        synchronized (lock) {
            ping = pingDue && !closed;
            pingDue = false;
            takePart(batch);
            int most = settings.batchBytes();
            int taken = take(urgent, batch, 0, pushes.isEmpty() ? most : most - most / 4);
            if (dividing == null) {
                taken = take(pushes, batch, taken, most);
            }
            bytes -= taken;
            if (batch.isEmpty()) {
                // The one that comes next may be long.
                takePart(batch);
            }
            sending = ping || !batch.isEmpty();
            if (!sending) {
                return false;
            }
        }
        if (ping) {
            channel.ping();
        }
        return true;
    }

    private int take(ArrayDeque<Outgoing> from, List<Outgoing> batch, int taken, int most) {
        int sum = taken;
        Outgoing message;
        while ((message = from.peekFirst()) != null
                && !isLong(message)
                && fits(message, batch, sum, most)) {
            batch.add(message);
            sum += message.size();
            from.removeFirst();
        }
        if (message != null && divided(message)) {
            from.removeFirst();
        }
        return sum;
    }

    private int take(PushQueue from, List<Outgoing> batch, int taken, int most) {
        int sum = taken;
        Outgoing message;
        while ((message = from.peekFirst()) != null
                && !isLong(message)
                && fits(message, batch, sum, most)) {
            batch.add(message);
            sum += message.size();
            from.removeFirst();
        }
        if (message != null && divided(message)) {
            from.removeFirst();
        }
        return sum;
    }

    private boolean isLong(Outgoing message) {
        return dress.parts() && message.size() > PartForm.LONG;
    }

    /* Whether it goes in parts from now on; one at a time does. */
    private boolean divided(Outgoing message) {
        if (dividing != null || !isLong(message)) {
            return false;
        }
        dividing = new LongMessage(message, ++transfers, dress.packFrom());
        return true;
    }

    private void takePart(List<Outgoing> batch) {
        LongMessage message = dividing;
        if (message == null) {
            return;
        }
        if (message.isOver()) {
            dividing = null;
            bytes -= message.whole();
        } else {
            batch.add(message);
        }
    }

    private static boolean fits(Outgoing message, List<Outgoing> batch, int sum, int most) {
        return batch.isEmpty() || sum + message.size() <= most;
    }

    private byte[] written(List<Outgoing> batch) {
        List<Outgoing> wanted = batch;
        for (int i = 0; i < batch.size(); i++) {
            if (!batch.get(i).isWanted()) {
                wanted = batch.stream().filter(Outgoing::isWanted).toList();
                break;
            }
        }
        return wanted.isEmpty() ? NOTHING : framing.frame(wanted);
    }

    private static void gone(List<Outgoing> batch) {
        int next;
        for (int i = 0; i < batch.size(); i = next) {
            Outgoing first = batch.get(i);
            next = i + 1;
            while (next < batch.size() && batch.get(next).endsLike(first)) {
                next++;
            }
            first.gone(next - i);
        }
    }

    /** One send under way. */
    private final class Flight implements Channel.Sent {

        private static final int CALLING = 0;
        private static final int RETURNED = 1;
        private static final int THROUGH = 2;

        /** Emptied when it is sent: containers hold the last one whom they told of a send. */
        private volatile List<Outgoing> batch;

        private final AtomicInteger state = new AtomicInteger(CALLING);

        Flight(List<Outgoing> batch) {
            this.batch = batch;
        }

        /** Whether it is through now, when its call has returned; if not, it goes on later. */
        boolean isThrough() {
            return !state.compareAndSet(CALLING, RETURNED);
        }

        @Override
        public void sent() {
            List<Outgoing> gone = batch;
            batch = List.of();
            gone(gone);
            if (!state.compareAndSet(CALLING, THROUGH) && state.compareAndSet(RETURNED, THROUGH)) {
                pump();
            }
        }

        @Override
        public void failed(String reason) {
            batch = List.of();
            close();
        }
    }
}
