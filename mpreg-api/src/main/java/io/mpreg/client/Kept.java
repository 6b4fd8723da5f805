package io.mpreg.client;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a client has in place at its node, in the order in which it came.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Kept {

    private static final System.Logger LOG = System.getLogger(Kept.class.getName());

    private final Set<Restorable> known = ConcurrentHashMap.newKeySet();
    private final List<Restorable> order = new CopyOnWriteArrayList<>();

    /** Keeps it until it is forgotten. */
    void keep(Restorable restorable) {
        if (known.add(restorable)) {
            order.add(restorable);
        }
    }

    void forget(Restorable restorable) {
        if (known.remove(restorable)) {
            order.remove(restorable);
        }
    }

    /**
     * Puts everything in place again; what cannot be is logged.
     *
     * @param target where, for people
     * @return completes when all of it was tried
     */
    CompletionStage<?> restoreAll(String target) {
        return CompletableFuture.allOf(
                order.stream()
                        .map(
                                one ->
                                        one.restore()
                                                .exceptionally(
                                                        failure -> {
                                                            lost(one, target, failure);
                                                            return null;
                                                        }))
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture<?>[]::new));
    }

    private static void lost(Restorable one, String target, Throwable failure) {
        LOG.log(
                System.Logger.Level.WARNING,
                "{0} could not be restored at {1}: {2}",
                one.name(),
                target,
                Failures.unwrapped(failure).toString());
    }
}
