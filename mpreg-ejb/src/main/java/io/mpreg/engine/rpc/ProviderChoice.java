package io.mpreg.engine.rpc;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.rpc.RpcPlan;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.route.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Chooses who runs a command: the highest version that fits, the nearest of these, the least loaded
 * of these, and one of these at random.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads if its source of random numbers is.
 */
final class ProviderChoice {

    private static final int SUGGESTIONS = 3;

    private final Router router;
    private final NodeInfo here;
    private final Providers providers;
    private final RandomGenerator random;

    ProviderChoice(Router router, NodeInfo here, Providers providers, RandomGenerator random) {
        this.router = router;
        this.here = here;
        this.providers = providers;
        this.random = random;
    }

    /** The best provider that has not been tried; empty if there is none. */
    Optional<Provider> choose(Step.Need need, Collection<Provider> tried) {
        List<Provider> best = new ArrayList<>(2);
        for (Provider provider : filed(need)) {
            if (tried.contains(provider) || mismatch(need, provider).isPresent()) {
                continue;
            }
            int order = best.isEmpty() ? 0 : compare(provider, best.get(0));
            if (order < 0) {
                continue;
            }
            if (order > 0) {
                best.clear();
            }
            best.add(provider);
        }
        return best.isEmpty()
                ? Optional.empty()
                : Optional.of(best.get(best.size() == 1 ? 0 : random.nextInt(best.size())));
    }

    private int compare(Provider one, Provider other) {
        int byVersion = one.offer().version().compareTo(other.offer().version());
        if (byVersion != 0) {
            return byVersion;
        }
        int byDistance = Integer.compare(distance(other), distance(one));
        return byDistance != 0 ? byDistance : Double.compare(load(other), load(one));
    }

    /** What one more call means to it: an unreliable one counts as busier than it is. */
    private static double load(Provider provider) {
        return (provider.outstanding() + 1) / provider.health().score();
    }

    private int distance(Provider provider) {
        if (provider.node().equals(here.node()) && provider.cluster().equals(here.cluster())) {
            return 0;
        }
        return provider.cluster().equals(here.cluster()) ? 1 : 2;
    }

    private List<Provider> filed(Step.Need need) {
        if (need.topic().isEmpty()) {
            return List.of();
        }
        List<Target> targets = router.route(need.topic().get(), MessageKind.RPC).targets();
        List<Provider> found = new ArrayList<>(targets.size());
        for (Target target : targets) {
            if (target.interest() instanceof Provider provider) {
                found.add(provider);
            }
        }
        return found;
    }

    /** Why a provider of the function does not fit; empty if it does. */
    private static Optional<String> mismatch(Step.Need need, Provider provider) {
        Offer offer = provider.offer();
        if (need.functionId().isPresent() && !need.functionId().get().equals(offer.functionId())) {
            return Optional.of(
                    "its id is '"
                            + offer.functionId()
                            + "', not '"
                            + need.functionId().get()
                            + "'");
        }
        if (!need.versions().admits(offer.version())) {
            return Optional.of(
                    "its version " + offer.spec().version() + " is not " + need.versions().text());
        }
        Set<String> held = offer.spec().resources();
        if (!held.containsAll(need.resources())) {
            return Optional.of(
                    "it lacks "
                            + need.resources().stream()
                                    .filter(r -> !held.contains(r))
                                    .sorted()
                                    .toList());
        }
        if (need.cluster().isPresent() && !need.cluster().get().equals(provider.cluster())) {
            return Optional.of(
                    "it is in cluster '"
                            + provider.cluster()
                            + "', not '"
                            + need.cluster().get()
                            + "'");
        }
        return Optional.empty();
    }

    /** Every provider of the function, and whether and why it fits. */
    List<RpcPlan.Candidate> candidates(Step.Need need) {
        List<Provider> filed = new ArrayList<>(filed(need));
        filed.sort((one, other) -> compare(other, one));
        return filed.stream()
                .map(
                        provider -> {
                            Optional<String> mismatch = mismatch(need, provider);
                            return new RpcPlan.Candidate(
                                    provider.id(),
                                    provider.node(),
                                    provider.offer().spec().version(),
                                    mismatch.isEmpty(),
                                    mismatch.orElse(
                                            "fits; "
                                                    + provider.outstanding()
                                                    + " outstanding, health "
                                                    + provider.health().score()));
                        })
                .toList();
    }

    /** What to say when no provider fits. */
    String unknown(Step.Need need) {
        List<RpcPlan.Candidate> candidates = candidates(need);
        if (!candidates.isEmpty()) {
            StringBuilder text =
                    new StringBuilder("no provider of '" + need.function() + "' fits:");
            for (RpcPlan.Candidate candidate : candidates.stream().limit(SUGGESTIONS).toList()) {
                text.append(' ').append(candidate.provider());
                text.append(" on ").append(candidate.node()).append(": ");
                text.append(candidate.reason()).append(';');
            }
            text.setLength(text.length() - 1);
            return text.toString();
        }
        List<String> similar = similar(need.function());
        return "nobody provides the function '"
                + need.function()
                + "'"
                + (similar.isEmpty()
                        ? ""
                        : "; the nearest names are "
                                + String.join(
                                        ", ", similar.stream().map(n -> "'" + n + "'").toList()));
    }

    private List<String> similar(String function) {
        return providers.all().stream()
                .map(provider -> provider.offer().name())
                .distinct()
                .filter(name -> Similarity.near(function, name))
                .sorted(
                        Comparator.comparingInt(
                                        (String name) -> Similarity.distance(function, name))
                                .thenComparing(Comparator.naturalOrder()))
                .limit(SUGGESTIONS)
                .toList();
    }
}
