package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.rpc.FunctionInfo;
import io.mpreg.engine.route.Router;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every provider that is known, each filed in the router under its function's name.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Providers {

    private final Router router;
    private final Map<String, Provider> byId = new ConcurrentHashMap<>();
    private final AtomicLong gone = new AtomicLong();
    private final Map<String, Pairing> idsByName = new HashMap<>();
    private final Map<String, Pairing> namesById = new HashMap<>();

    Providers(Router router) {
        this.router = router;
    }

    /**
     * Makes a provider known.
     *
     * @throws io.mpreg.api.MpregRequestException {@link ErrorCode#CONFLICT} if the function's name
     *     goes with another id, or its id with another name
     */
    void add(Provider provider) {
        Offer offer = provider.offer();
        synchronized (this) {
            pair(idsByName, offer.name(), offer.functionId(), "name", "id");
            pair(namesById, offer.functionId(), offer.name(), "id", "name");
            idsByName.get(offer.name()).count++;
            namesById.get(offer.functionId()).count++;
            byId.put(provider.id(), provider);
        }
        router.add(offer.pattern(), provider);
    }

    private static void pair(
            Map<String, Pairing> pairs, String key, String other, String keyIs, String otherIs) {
        Pairing known = pairs.get(key);
        if (known == null) {
            pairs.put(key, new Pairing(other));
        } else if (!known.other.equals(other)) {
            throw MpregException.of(
                    ErrorCode.CONFLICT,
                    "the function "
                            + keyIs
                            + " '"
                            + key
                            + "' goes with the "
                            + otherIs
                            + " '"
                            + known.other
                            + "', not with '"
                            + other
                            + "'",
                    Map.of(keyIs, key, otherIs, known.other));
        }
    }

    /** Forgets a provider; false if it was not known. */
    boolean remove(Provider provider) {
        Offer offer = provider.offer();
        router.remove(offer.pattern(), provider);
        synchronized (this) {
            if (!byId.remove(provider.id(), provider)) {
                return false;
            }
            gone.addAndGet(provider.refused());
            part(idsByName, offer.name());
            part(namesById, offer.functionId());
            return true;
        }
    }

    private static void part(Map<String, Pairing> pairs, String key) {
        Pairing pairing = pairs.get(key);
        if (pairing != null && --pairing.count <= 0) {
            pairs.remove(key);
        }
    }

    /** How many invocations found their provider in this node full. */
    long refused() {
        long refused = gone.get();
        for (Provider provider : byId.values()) {
            refused += provider.refused();
        }
        return refused;
    }

    /** Takes all providers out. */
    void close() {
        for (Provider provider : all()) {
            remove(provider);
            provider.close();
        }
    }

    Collection<Provider> all() {
        return List.copyOf(byId.values());
    }

    /** What can be called, providers of the same thing on several nodes taken together. */
    List<FunctionInfo> functions() {
        Map<FunctionInfo, List<String>> nodes = new LinkedHashMap<>();
        for (Provider provider : byId.values()) {
            List<String> at =
                    nodes.computeIfAbsent(
                            provider.offer().info(List.of()), info -> new ArrayList<>());
            if (!at.contains(provider.node())) {
                at.add(provider.node());
            }
        }
        List<FunctionInfo> functions = new ArrayList<>();
        nodes.forEach(
                (info, at) ->
                        functions.add(
                                new FunctionInfo(
                                        info.name(),
                                        info.functionId(),
                                        info.version(),
                                        info.resources(),
                                        info.tags(),
                                        info.idempotent(),
                                        info.description(),
                                        info.parameters(),
                                        info.result(),
                                        at.stream().sorted().toList())));
        functions.sort(
                Comparator.comparing(FunctionInfo::name)
                        .thenComparing(info -> Version.parse("version", info.version())));
        return functions;
    }

    private static final class Pairing {
        private final String other;
        private int count;

        Pairing(String other) {
            this.other = other;
        }
    }
}
