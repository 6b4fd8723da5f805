package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Payload;
import io.mpreg.engine.route.InterestKind;
import io.mpreg.engine.route.Receiver;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.time.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subscription of a command to an event that it waits for.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class EventWait implements Receiver {

    /** How many events one batch can hold. */
    static final int MAX_BATCH = 1000;

    /** With how many bytes a batch is full whatever its count. */
    private static final long MAX_BATCH_BYTES = 4 << 20;

    private final Host host;
    private final EventPlan plan;
    private final EventDesk desk;
    private final EventWaits.Listener listener;
    private final EventReader reader;
    private final String id;
    private final List<Object> batch = new ArrayList<>(1);
    private Timers.@Nullable Timer timeout;
    private Timers.@Nullable Timer due;
    private long batchBytes;
    private boolean taken;
    private boolean closed;

    EventWait(Host host, EventPlan plan, EventDesk desk, EventWaits.Listener listener) {
        this.host = host;
        this.plan = plan;
        this.desk = desk;
        this.listener = listener;
        this.reader = new EventReader(plan);
        this.id = "wait-" + host.ulids().next();
    }

    @Override
    public InterestKind kind() {
        return InterestKind.HANDLER;
    }

    @Override
    public String id() {
        return id;
    }

    void open() {
        host.router().add(plan.pattern(), this);
        synchronized (this) {
            if (!closed && !taken) {
                timeout = host.platform().timers().schedule(plan.timeout(), this::timedOut);
            }
        }
    }

    @Override
    public void accept(UnifiedMessage message) {
        Payload value;
        try {
            if (!reader.concerns(message)) {
                return;
            }
            value = reader.value(message);
        } catch (Path.Missing e) {
            unreadable(e);
            return;
        }
        switch (plan.spec().strategy()) {
            case IMMEDIATE, CONDITIONAL -> {
                if (take()) {
                    arrived(value);
                }
            }
            case DELAYED -> delayed(value);
            case BATCH -> collect(value);
        }
    }

    private void unreadable(Path.Missing reason) {
        if (take()) {
            close();
            listener.failed(
                    plan,
                    new Outcome.Failed(
                            ErrorCode.UNRESOLVABLE_REFERENCE,
                            "the event '"
                                    + plan.name()
                                    + "' came without the field '"
                                    + plan.field()
                                    + "': "
                                    + reason.getMessage()));
        }
    }

    private synchronized boolean take() {
        if (taken || closed) {
            return false;
        }
        taken = true;
        cancel(timeout);
        return true;
    }

    private void delayed(Payload value) {
        synchronized (this) {
            if (!take()) {
                return;
            }
            due =
                    host.platform()
                            .timers()
                            .schedule(
                                    RpcSettings.bounded(plan.spec().delay()), () -> arrived(value));
        }
    }

    private void collect(Payload value) {
        Duration within = RpcSettings.bounded(plan.spec().batchTime());
        synchronized (this) {
            if (taken || closed) {
                return;
            }
            batch.add(Trees.leaf(value));
            batchBytes += value.size();
            int full = plan.spec().batchCount() == 0 ? MAX_BATCH : plan.spec().batchCount();
            if (batch.size() < full && batchBytes < MAX_BATCH_BYTES) {
                if (batch.size() == 1 && !within.isZero()) {
                    cancel(timeout);
                    due = host.platform().timers().schedule(within, this::batchDue);
                }
                return;
            }
            take();
            cancel(due);
        }
        arrived(Trees.payload(batch));
    }

    private void batchDue() {
        if (take()) {
            arrived(Trees.payload(batch));
        }
    }

    private void arrived(Payload value) {
        close();
        listener.arrived(plan, value);
    }

    private void timedOut() {
        if (!take()) {
            return;
        }
        close();
        if (plan.fallback().isPresent()) {
            listener.arrived(plan, plan.fallback().get());
        } else {
            listener.failed(
                    plan,
                    new Outcome.TimedOut(
                            "the event '"
                                    + plan.name()
                                    + "' on '"
                                    + plan.pattern()
                                    + "' that command '"
                                    + plan.commandName()
                                    + "' needs did not come within "
                                    + plan.timeout()));
        }
    }

    /** Waits no longer. */
    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            cancel(timeout);
            cancel(due);
        }
        host.router().remove(plan.pattern(), this);
        desk.closed(plan);
    }

    private static void cancel(Timers.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
