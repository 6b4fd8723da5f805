package io.mpreg.engine.route;

import io.mpreg.api.NodeInfo;
import io.mpreg.engine.topic.TopicName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds out who receives a message: everyone whose pattern matches, without those for whom there is
 * a reason. The one place where this is decided, for messages and for explanations.
 *
 * <p><b>Threads.</b> One at a time; for one question.
 */
final class Selection implements Consumer<Filed> {

    /** Someone who was left out. */
    record LeftOut(Filed filed, String reason) {}

    private static final int FEW = 16;

    private final NodeInfo node;
    private final RouterSettings settings;
    private final Estimates estimates;
    private final Question question;
    private final RoutingPolicy policy;
    private final List<LeftOut> leftOut = new ArrayList<>(0);
    private final List<AccessRule> rules = new ArrayList<>(0);
    private final List<Interest> disabled = new ArrayList<>(0);
    private List<Filed> chosen = new ArrayList<>(4);
    private Map<Interest, Integer> places = Map.of();
    private boolean elsewhere;
    private double latencyMs;
    private double cost;
    private Reach farthest = Reach.LOCAL;
    private String fallback = "";

    Selection(
            NodeInfo node,
            RouterSettings settings,
            Estimates estimates,
            Question question,
            RoutingPolicy policy) {
        this.node = node;
        this.settings = settings;
        this.estimates = estimates;
        this.question = question;
        this.policy = policy;
    }

    /** Someone whose pattern matches. */
    @Override
    public void accept(Filed filed) {
        Interest interest = filed.interest();
        if (interest instanceof AccessRule rule) {
            rules.add(rule);
            return;
        }
        String reason = unfit(filed);
        if (!reason.isEmpty()) {
            leftOut.add(new LeftOut(filed, reason));
        } else if (place(filed)) {
            elsewhere |= !interest.reach().isLocal();
        }
    }

    /** Why a pattern does not lead anywhere, whatever else may be; empty if it does. */
    private String unfit(Filed filed) {
        InterestKind kind = filed.interest().kind();
        if (!question.kind().reaches(kind)) {
            return "messages of kind " + question.kind() + " do not reach parties of kind " + kind;
        }
        if (!settings.queueTopics() && kind == InterestKind.QUEUE_BINDING) {
            return "topics lead to no queues here (mpreg.router.queue-topics)";
        }
        if (!settings.topicRpc()
                && kind == InterestKind.PROVIDER
                && question.kind() != MessageKind.RPC) {
            return "topics lead to no functions here (mpreg.router.topic-rpc)";
        }
        if (kind == InterestKind.SUBSCRIPTION
                && question.topic().isControl()
                && !filed.pattern().value().startsWith(TopicName.CONTROL_PREFIX)) {
            return "only patterns that begin with 'mpreg' see the control plane";
        }
        return "";
    }

    /** Everyone once, with the first of the matching patterns in their order. */
    private boolean place(Filed filed) {
        Integer at = at(filed.interest());
        if (at == null) {
            chosen.add(filed);
            if (chosen.size() > FEW) {
                index();
            }
            return true;
        }
        if (filed.pattern().compareTo(chosen.get(at).pattern()) < 0) {
            chosen.set(at, filed);
        }
        return false;
    }

    private Integer at(Interest interest) {
        if (chosen.size() > FEW) {
            return places.get(interest);
        }
        for (int i = 0; i < chosen.size(); i++) {
            if (chosen.get(i).interest().equals(interest)) {
                return i;
            }
        }
        return null;
    }

    private void index() {
        if (chosen.size() == FEW + 1) {
            places = new HashMap<>();
            for (int i = 0; i < FEW; i++) {
                places.put(chosen.get(i).interest(), i);
            }
        }
        places.put(chosen.get(chosen.size() - 1).interest(), chosen.size() - 1);
    }

    /** Decides, when everyone is known. */
    void decide() {
        if (!rules.isEmpty() || !isOpen()) {
            chosen = without(this::barred);
        } else {
            chosen = enabled();
        }
        if (question.targetCluster().isPresent()) {
            aim(question.targetCluster().get());
        }
        if (policy.preferLocal() && elsewhere) {
            preferLocal();
        }
        for (Filed filed : chosen) {
            Reach reach = filed.interest().reach();
            double way = latency(filed);
            if (way > latencyMs || farthest.isLocal() && !reach.isLocal()) {
                farthest = reach.isLocal() ? farthest : reach;
            }
            latencyMs = Math.max(latencyMs, way);
            cost += reach.cost();
        }
    }

    private boolean isOpen() {
        return !elsewhere
                && policy.maxLatencyMs() == Double.POSITIVE_INFINITY
                && policy.maxCost() == Double.POSITIVE_INFINITY;
    }

    private List<Filed> enabled() {
        for (int i = 0; i < chosen.size(); i++) {
            if (chosen.get(i).interest().disabled().isPresent()) {
                return without(this::barred);
            }
        }
        return chosen;
    }

    private List<Filed> without(java.util.function.Function<Filed, String> reasons) {
        List<Filed> rest = new ArrayList<>(chosen.size());
        for (Filed filed : chosen) {
            String reason = reasons.apply(filed);
            if (reason.isEmpty()) {
                rest.add(filed);
            } else {
                leftOut.add(new LeftOut(filed, reason));
            }
        }
        return rest;
    }

    /** Why someone may not or shall not get it; empty if there is no reason. */
    private String barred(Filed filed) {
        Interest interest = filed.interest();
        for (AccessRule rule : rules) {
            Optional<String> denied = rule.denies(question.topic(), interest);
            if (denied.isPresent()) {
                return "access rule '" + rule.id() + "': " + denied.get();
            }
        }
        Optional<String> off = interest.disabled();
        if (off.isPresent()) {
            disabled.add(interest);
            return "disabled: " + off.get();
        }
        return limit(filed, interest.reach());
    }

    private String limit(Filed filed, Reach reach) {
        int hops = reach.federationHops();
        if (hops > 0 && question.passed().size() + hops > settings.maxHops()) {
            return "it would pass more than " + settings.maxHops() + " clusters";
        }
        for (String cluster : reach.federationPath()) {
            if (question.passed().contains(cluster)) {
                return "the message has passed cluster '" + cluster + "' already";
            }
        }
        String by = "policy '" + policy.id() + "': ";
        if (hops > policy.maxFederationHops()) {
            return by + hops + " federation hops, at most " + policy.maxFederationHops();
        }
        if (latency(filed) > policy.maxLatencyMs()) {
            return by + latency(filed) + " ms, at most " + policy.maxLatencyMs() + " ms";
        }
        if (reach.cost() > policy.maxCost()) {
            return by + "cost " + reach.cost() + ", at most " + policy.maxCost();
        }
        if (reach.reliability() < policy.minReliability()) {
            return by
                    + "reliability "
                    + reach.reliability()
                    + ", at least "
                    + policy.minReliability();
        }
        return "";
    }

    /** A message for one cluster goes there; if there is no way, to everyone here. */
    private void aim(String cluster) {
        if (cluster.equals(node.cluster())) {
            chosen =
                    without(
                            filed ->
                                    filed.interest().reach().cluster().isEmpty()
                                            ? ""
                                            : "the message is for this cluster");
            return;
        }
        boolean known =
                chosen.stream().anyMatch(f -> f.interest().reach().cluster().equals(cluster));
        if (known) {
            chosen =
                    without(
                            filed ->
                                    filed.interest().reach().cluster().equals(cluster)
                                            ? ""
                                            : "the message is for cluster '" + cluster + "'");
        } else {
            fallback = "no way to cluster '" + cluster + "' is known: delivered in this one";
            chosen =
                    without(
                            filed ->
                                    filed.interest().reach().cluster().isEmpty()
                                            ? ""
                                            : "there is no way to cluster '" + cluster + "'");
        }
    }

    private void preferLocal() {
        boolean[] here = new boolean[InterestKind.values().length];
        for (Filed filed : chosen) {
            here[filed.interest().kind().ordinal()] |= filed.interest().reach().isLocal();
        }
        chosen =
                without(
                        filed ->
                                filed.interest().reach().isLocal()
                                                || !here[filed.interest().kind().ordinal()]
                                        ? ""
                                        : "policy '" + policy.id() + "' prefers parties here");
    }

    private double latency(Filed filed) {
        Interest interest = filed.interest();
        return estimates.millis(Lane.of(interest.kind(), question.topic()))
                + interest.reach().latencyMs();
    }

    // ---- the answer

    List<Filed> chosen() {
        return chosen;
    }

    List<LeftOut> leftOut() {
        return leftOut;
    }

    /** Those who would get it if they were not disabled. */
    List<Interest> disabled() {
        return disabled;
    }

    RouteResult result(long routeId) {
        List<Target> targets = new ArrayList<>(chosen.size());
        for (Filed filed : chosen) {
            targets.add(target(filed));
        }
        List<String> path = new ArrayList<>(1 + farthest.path().size());
        path.add(node.node());
        path.addAll(farthest.path());
        return new RouteResult(
                targets,
                path,
                farthest.federationPath(),
                cost,
                latencyMs,
                routeId,
                policy.id(),
                false,
                fallback);
    }

    private Target target(Filed filed) {
        Interest interest = filed.interest();
        Reach reach = interest.reach();
        return new Target(
                interest,
                filed.pattern(),
                reach.node().isEmpty() ? node.node() : reach.node(),
                reach.cluster().isEmpty() ? node.cluster() : reach.cluster(),
                Lane.of(interest.kind(), question.topic()).weight());
    }
}
