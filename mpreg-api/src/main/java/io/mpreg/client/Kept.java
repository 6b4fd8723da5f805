package io.mpreg.client;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * What a client has in place at its node, in the order in which it came.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Kept {

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
     * Puts everything in place again.
     *
     * @param lost told what could not be, and why
     * @return completes when all of it was tried
     */
    CompletionStage<?> restoreAll(BiConsumer<Restorable, Throwable> lost) {
        return CompletableFuture.allOf(
                order.stream()
                        .map(
                                one ->
                                        one.restore()
                                                .exceptionally(
                                                        failure -> {
                                                            lost.accept(one, failure);
                                                            return null;
                                                        }))
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture<?>[]::new));
    }
}
