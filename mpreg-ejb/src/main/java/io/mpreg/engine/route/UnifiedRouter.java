package io.mpreg.engine.route;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.Priority;
import io.mpreg.api.route.Explanation;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import io.mpreg.engine.topic.TopicTable;
import io.mpreg.engine.topic.TrieTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The router of one node.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class UnifiedRouter implements Router {

    private static final RoutingPolicy DEFAULT =
            RoutingPolicy.of(RoutingPolicy.DEFAULT_ID, TopicPattern.of("#"));

    private final NodeInfo node;
    private final RouterSettings settings;
    private final Clock clock;
    private final TopicTable<Filed> table = new TrieTable<>();
    private final Estimates estimates = new Estimates();
    private final RouteMeters meters = new RouteMeters();
    private final RouteCache cache;
    private final AtomicLong routes = new AtomicLong();
    private volatile Policies policies = new Policies(List.of(), DEFAULT);

    /** A router with the defaults and the clock of the machine. */
    public UnifiedRouter(NodeInfo node) {
        this(node, RouterSettings.defaults(), Clock.system());
    }

    public UnifiedRouter(NodeInfo node, RouterSettings settings, Clock clock) {
        this.node = node;
        this.settings = settings;
        this.clock = clock;
        this.cache = new RouteCache(settings, clock, estimates);
    }

    // ---- what routes depend on

    @Override
    public boolean add(TopicPattern pattern, Interest interest) {
        boolean added = table.add(pattern, new Filed(pattern, interest));
        if (added) {
            cache.changed(pattern);
        }
        return added;
    }

    @Override
    public boolean remove(TopicPattern pattern, Interest interest) {
        boolean removed = table.remove(pattern, new Filed(pattern, interest));
        if (removed) {
            cache.changed(pattern);
        }
        return removed;
    }

    /** The policies in force, in their order. */
    public List<RoutingPolicy> policies() {
        return policies.list();
    }

    /**
     * Puts policies in force instead of those before.
     *
     * @throws IllegalArgumentException if two of them have the same id
     */
    public synchronized void policies(List<RoutingPolicy> list) {
        Set<String> ids = new HashSet<>();
        for (RoutingPolicy policy : list) {
            if (!ids.add(policy.id())) {
                throw new IllegalArgumentException(
                        "there are two policies with the id '" + policy.id() + "'");
            }
        }
        Policies before = policies;
        policies = new Policies(list, DEFAULT);
        before.list().forEach(policy -> cache.changed(policy.pattern()));
        list.forEach(policy -> cache.changed(policy.pattern()));
    }

    @Override
    public void measured(Lane lane, double millis) {
        estimates.measured(lane, millis);
    }

    // ---- routing

    @Override
    public RouteResult route(UnifiedMessage message) {
        if (isPlain(message) && !policies.byPriority()) {
            RouteCache.Kept recent = cache.recent(message);
            if (recent != null) {
                meters.kept(recent.tally());
                return recent.result();
            }
        }
        return route(Question.of(message), message);
    }

    /* Whether topic and kind say everything that routes depend on, but for the priority. */
    private static boolean isPlain(UnifiedMessage message) {
        return message.provenance().path().isEmpty()
                && (message.headers().values().isEmpty() || message.targetCluster().isEmpty());
    }

    @Override
    public RouteResult route(TopicName topic, MessageKind kind) {
        return route(Question.of(topic, kind), null);
    }

    private RouteResult route(Question question, @Nullable UnifiedMessage message) {
        // Topics of the control plane are mostly seen once: keeping their routes helps nobody.
        if (!question.isCommon() || question.kind() == MessageKind.CONTROL) {
            return compute(question, policies).result();
        }
        Policies now = policies;
        TopicName topic = question.topic();
        RouteKey key =
                new RouteKey(
                        topic,
                        question.kind(),
                        now.byPriority() ? question.effective() : Priority.NORMAL);
        RouteCache.Kept kept = cache.find(key, topic);
        if (kept != null) {
            meters.kept(kept.tally());
            if (message != null) {
                cache.remember(message, kept);
            }
            return kept.result();
        }
        RouteCache.Basis basis = cache.basis(topic);
        Computed computed = compute(question, now);
        RouteResult result = computed.result;
        if (policies == now) {
            cache.keep(
                    key,
                    new RouteCache.Kept(
                            result.fromCache(), computed.disabled, basis, computed.tally));
        }
        return result;
    }

    private record Computed(RouteResult result, List<Interest> disabled, RouteMeters.Tally tally) {}

    private Computed compute(Question question, Policies by) {
        long begun = clock.nanos();
        Policies.Ranked policy = by.first(question.topic(), question.kind(), question.effective());
        Selection selection = select(question, policy.policy());
        RouteResult result = selection.result(routes.incrementAndGet());
        RouteMeters.Tally tally = meters.tally(question.kind(), result);
        meters.found(tally);
        meters.computed(clock.nanos() - begun);
        return new Computed(result, List.copyOf(selection.disabled()), tally);
    }

    private Selection select(Question question, RoutingPolicy policy) {
        Selection selection = new Selection(node, settings, estimates, question, policy);
        table.values(question.topic(), selection);
        selection.decide();
        return selection;
    }

    @Override
    public RouteResult dispatch(UnifiedMessage message) {
        RouteResult route = route(message);
        List<Target> targets = route.targets();
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).interest() instanceof Receiver receiver) {
                receiver.accept(message);
            }
        }
        return route;
    }

    @Override
    public boolean reachesAnyone(TopicName topic, MessageKind kind) {
        if (!table.matches(topic)) {
            return false;
        }
        Question question = Question.of(topic, kind);
        Policies.Ranked policy = policies.first(topic, kind, question.effective());
        return !select(question, policy.policy()).chosen().isEmpty();
    }

    @Override
    public BooleanSupplier audience(TopicName topic, MessageKind kind) {
        return new Audience(
                cache.changes(), topic, table::matches, () -> reachesAnyone(topic, kind));
    }

    // ---- telling about it

    @Override
    public RouterStatistics statistics() {
        return meters.read(policies.ids(), cache.size());
    }

    @Override
    public Explanation explain(TopicName topic, Optional<MessageKind> kind) {
        Question question = Question.of(topic, kind.orElse(MessageKind.DATA));
        RoutingPolicy policy =
                policies.first(topic, question.kind(), question.effective()).policy();
        Selection selection = select(question, policy);
        RouteResult result = selection.result(0);
        List<Explanation.Receiver> receivers = new ArrayList<>();
        for (Target t : result.targets()) {
            receivers.add(
                    new Explanation.Receiver(
                            t.interest().kind().system(),
                            t.interest().id(),
                            t.node(),
                            t.cluster(),
                            t.pattern().value(),
                            why(t)));
        }
        Set<Interest> told = new HashSet<>();
        result.targets().forEach(target -> told.add(target.interest()));
        List<Explanation.Exclusion> excluded = new ArrayList<>();
        for (Selection.LeftOut out : selection.leftOut()) {
            Interest interest = out.filed().interest();
            if (!told.add(interest)) {
                continue;
            }
            Reach reach = interest.reach();
            excluded.add(
                    new Explanation.Exclusion(
                            interest.kind().system(),
                            interest.id(),
                            reach.node().isEmpty() ? node.node() : reach.node(),
                            reach.cluster().isEmpty() ? node.cluster() : reach.cluster(),
                            out.filed().pattern().value(),
                            out.reason()));
        }
        return new Explanation(
                topic.value(),
                receivers,
                excluded,
                result.path(),
                result.estimatedLatencyMs(),
                result.policy());
    }

    private static String why(Target target) {
        Interest interest = target.interest();
        Reach reach = interest.reach();
        String way =
                reach.isLocal()
                        ? "here"
                        : reach.federationPath().isEmpty()
                                ? "by way of " + reach.path()
                                : "by way of clusters " + reach.federationPath();
        return interest.kind() + ", pattern '" + target.pattern() + "' matches, reached " + way;
    }
}
