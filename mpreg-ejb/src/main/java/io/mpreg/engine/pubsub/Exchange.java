package io.mpreg.engine.pubsub;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.topic.MessageListener;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.topic.TopicPattern;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pub/sub of one node: takes messages from publishers and brings them to subscriptions.
 *
 * <p>A message is handed to every subscription on its publisher's thread, which waits for nobody,
 * and from there to the listener on the subscriber's executor: one hop, in order.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * <p><b>Failure.</b> After {@link #close} every request fails with {@link ErrorCode#UNAVAILABLE}.
 */
public final class Exchange implements AutoCloseable {

    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final Hub hub;
    private final Backlog backlog;
    private final Subscriptions subscriptions;
    private final Durables durables;
    private final Publishing publishing;
    private final Burst burst;
    private volatile boolean closed;

    public Exchange(
            PubSubSettings settings,
            NodeInfo node,
            Platform platform,
            UlidSource ulids,
            Router router,
            Monitor monitor) {
        this(settings, node, platform, ulids, router, monitor, DurableStore.NONE);
    }

    /**
     * A node's pub/sub that puts the durable names in place which a store has kept.
     *
     * @param store where durable names survive a restart; closed with this
     */
    public Exchange(
            PubSubSettings settings,
            NodeInfo node,
            Platform platform,
            UlidSource ulids,
            Router router,
            Monitor monitor,
            DurableStore store) {
        this.hub = new Hub(settings, node, platform, ulids, router, monitor);
        this.backlog = new Backlog(settings, platform.clock(), hub.sequencer);
        this.subscriptions = new Subscriptions(hub);
        this.durables = new Durables(hub, subscriptions, store);
        this.publishing = new Publishing(hub, backlog);
        this.burst = new Burst(publishing);
        durables.restore();
        sweepLater();
    }

    /** Pub/sub for one client; subscription ids belong to what this returns. */
    public TopicClient client(ClientContext context) {
        return new ExchangeClient(this, context);
    }

    /**
     * Keeps a message that was published elsewhere or by the node itself, and brings it to everyone
     * it reaches here.
     *
     * @return how many subscriptions and remote links that were
     */
    public int distribute(UnifiedMessage message) {
        checkOpen();
        return publishing.distribute(message);
    }

    /** Lets clients publish several messages in one go. */
    public Burst burst() {
        return burst;
    }

    /** What was done since the start. */
    public ExchangeStatistics statistics() {
        hub.sweep.now();
        return new ExchangeStatistics(
                hub.published.get(),
                hub.delivered.sum(),
                hub.failed.sum(),
                hub.unreadable.sum(),
                hub.unsaved.sum(),
                hub.drops.counts(),
                subscriptions.size(),
                backlog.messages(),
                backlog.bytes());
    }

    /** The last messages that subscribers did not get, the oldest first. */
    public List<Drop> drops() {
        hub.sweep.now();
        return hub.drops.last();
    }

    /** Ends every subscription; no listener is at work when this returns. */
    @Override
    public void close() {
        closed = true;
        subscriptions.closeAll();
        durables.close();
    }

    PublishReceipt publish(ClientContext context, Publication publication, boolean mayWait) {
        checkOpen();
        return publishing.publish(context, publication, mayWait);
    }

    /** What a subscriber asks for, checked as far as it is not a matter of what is there. */
    Terms terms(ClientContext context, SubscriptionSpec spec) {
        checkOpen();
        Terms terms = Terms.of(spec, hub.settings);
        terms.check(context.caller());
        return terms;
    }

    /**
     * Subscribes; what is refused changes nothing.
     *
     * @param before the subscription whose place it takes; null if there is none
     */
    Place subscribe(
            ClientContext context,
            SubscriptionSpec spec,
            Terms terms,
            Type type,
            MessageListener<Object> listener,
            @Nullable Place before) {
        String id = spec.id().orElseGet(() -> hub.ulids.next().toString());
        Outlet outlet = new Outlet(hub, context, id, type, listener);
        Replay replay = new Replay(hub, backlog, spec, terms);
        Place place =
                spec.durable().isPresent()
                        ? durables.attach(
                                owner(context.caller()) + '\n' + spec.durable().get(),
                                spec,
                                terms,
                                outlet,
                                replay,
                                before)
                        : open(spec, terms, outlet, replay, before);
        if (closed) {
            subscriptions.closeAll();
            checkOpen();
        }
        return place;
    }

    List<UnifiedMessage> latest(TopicPattern pattern, int limit) {
        checkOpen();
        return backlog.latest(new PatternSet(List.of(pattern)), limit);
    }

    private Place open(
            SubscriptionSpec spec,
            Terms terms,
            Outlet outlet,
            Replay replay,
            @Nullable Place before) {
        subscriptions.takeRoom(before);
        if (before != null) {
            before.unsubscribe();
        }
        Subscriber subscriber = new Subscriber(hub, terms, outlet, null, subscriptions.closing());
        int replayed = subscriptions.open(subscriber, spec, replay);
        return new Place(outlet, subscriber, replayed, false, subscriptions.leaving());
    }

    private static String owner(Caller caller) {
        if (!caller.principal().isEmpty()) {
            return "user " + caller.principal();
        }
        return caller.origin() == Caller.Origin.REMOTE ? "" : "app " + caller.application();
    }

    private void checkOpen() {
        if (closed) {
            throw MpregException.of(ErrorCode.UNAVAILABLE, "the node is stopping");
        }
    }

    private void sweepLater() {
        hub.platform.timers().schedule(SWEEP, this::sweep);
    }

    private void sweep() {
        if (!closed) {
            hub.platform.workers().execute(backlog::sweep);
            sweepLater();
        }
    }
}
