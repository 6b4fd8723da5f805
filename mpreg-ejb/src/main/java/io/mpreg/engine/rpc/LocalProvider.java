package io.mpreg.engine.rpc;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.rpc.FunctionHandler;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.time.Clock;
import java.util.concurrent.RejectedExecutionException;

/**
 * A function in this node.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; the function runs on the executor of
 * the client that registered it.
 */
final class LocalProvider implements Provider {

    static final CallEnd TAKEN_BACK = new CallEnd.Lost("the provider was taken back", false);

    private final String id;
    private final Offer offer;
    private final NodeInfo node;
    private final ClientContext owner;
    private final FunctionHandler handler;
    private final Clock clock;
    private final Bulkhead<LocalRun> bulkhead;
    private final KeyWindow window;
    private final FailureLog failures;
    private final Health health;
    private final Relay relay;
    private volatile boolean closed;

    LocalProvider(String id, Offer offer, ClientContext owner, FunctionHandler handler, Host host) {
        this.id = id;
        this.offer = offer;
        this.owner = owner;
        this.handler = handler;
        this.node = host.node();
        this.clock = host.platform().clock();
        RpcSettings settings = host.settings();
        int own = offer.spec().concurrency();
        this.bulkhead =
                new Bulkhead<>(own == 0 ? settings.concurrency() : own, settings.maxWaiting());
        this.window = new KeyWindow(clock, settings.keyWindow(), settings.keyTime());
        this.health = new Health(clock);
        this.relay = host.relay();
        this.failures = new FailureLog(offer.name(), clock);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Offer offer() {
        return offer;
    }

    @Override
    public String node() {
        return node.node();
    }

    @Override
    public String cluster() {
        return node.cluster();
    }

    @Override
    public int outstanding() {
        return bulkhead.outstanding();
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public void invoke(Call call) {
        if (!call.invocation().repeatable()) {
            enter(new LocalRun(this, call, call::end));
            return;
        }
        KeyWindow.Claim claim = window.claim(call.invocation());
        if (!claim.first()) {
            claim.end().thenAccept(call::end);
            return;
        }
        enter(
                new LocalRun(
                        this,
                        call,
                        end -> {
                            window.ended(claim, end);
                            call.end(end);
                        }));
    }

    private void enter(LocalRun run) {
        switch (bulkhead.enter(run)) {
            case RUN -> submit(run);
            case WAIT -> {
                run.call().onCancel(() -> withdraw(run));
                if (closed) {
                    evictAll();
                }
            }
            case REFUSED ->
                    run.notStarted(
                            new CallEnd.Refused(
                                    "function '"
                                            + offer.name()
                                            + "' is at its capacity: "
                                            + bulkhead.concurrency()
                                            + " invocations run and "
                                            + bulkhead.maxWaiting()
                                            + " wait"));
        }
    }

    /** Hands a run that has its place to the owner's executor. */
    void submit(LocalRun run) {
        LocalRun next = run;
        while (next != null) {
            if (relay.take(owner.callbacks(), next)) {
                return;
            }
            try {
                owner.callbacks().execute(next);
                return;
            } catch (RejectedExecutionException e) {
                next.notStarted(
                        new CallEnd.Lost("the provider takes no more work: it is stopping", false));
                next = bulkhead.leave();
            }
        }
    }

    private void withdraw(LocalRun run) {
        if (bulkhead.withdraw(run)) {
            run.notStarted(new CallEnd.Lost("the call was cancelled before it ran", false));
        }
    }

    /** Frees the place of a run that is over. */
    void left() {
        LocalRun next = bulkhead.leave();
        if (next != null) {
            submit(next);
        }
    }

    @Override
    public void close() {
        closed = true;
        evictAll();
    }

    private void evictAll() {
        for (LocalRun run = bulkhead.evict(); run != null; run = bulkhead.evict()) {
            run.notStarted(TAKEN_BACK);
        }
    }

    boolean isClosed() {
        return closed;
    }

    ClientContext owner() {
        return owner;
    }

    FunctionHandler handler() {
        return handler;
    }

    Clock clock() {
        return clock;
    }

    Relay relay() {
        return relay;
    }

    FailureLog failures() {
        return failures;
    }

    @Override
    public long refused() {
        return bulkhead.refused();
    }
}
