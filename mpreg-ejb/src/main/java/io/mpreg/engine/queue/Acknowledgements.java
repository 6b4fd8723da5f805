package io.mpreg.engine.queue;

import io.mpreg.api.queue.Delivery;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Acknowledges deliveries of this node that were acknowledged together: those of one queue take its
 * lock once, and are stored and shown once.
 *
 * <p><b>Threads.</b> Stateless.
 */
public final class Acknowledgements {

    private Acknowledgements() {}

    /**
     * Acknowledges deliveries.
     *
     * @param deliveries what consumers of this node have got
     * @return the places of those that were acknowledged by this, when all of them are as safe as
     *     their queues say; fails if one cannot be stored
     */
    public static CompletionStage<BitSet> of(List<? extends Delivery<?>> deliveries) {
        BitSet all = new BitSet(deliveries.size());
        List<CompletableFuture<Boolean>> under = new ArrayList<>(1);
        LocalConsumer last = null;
        for (int from = 0; from < deliveries.size(); ) {
            LocalConsumer consumer = local(deliveries.get(from)).consumer;
            int to = from + 1;
            while (to < deliveries.size()
                    && local(deliveries.get(to)).consumer.live == consumer.live) {
                to++;
            }
            List<LocalDelivery> run = new ArrayList<>(to - from);
            deliveries.subList(from, to).forEach(one -> run.add(local(one)));
            under.add(consumer.live.settlements().acknowledge(run, all, from));
            last = consumer;
            from = to;
        }
        if (last == null) {
            return CompletableFuture.completedFuture(all);
        }
        CompletableFuture<?> done =
                under.size() == 1
                        ? under.get(0)
                        : CompletableFuture.allOf(under.toArray(CompletableFuture<?>[]::new));
        return last.show(done.thenApply(ignored -> all));
    }

    private static LocalDelivery local(Delivery<?> delivery) {
        if (delivery instanceof LocalDelivery known) {
            return known;
        }
        throw new IllegalArgumentException(
                "delivery " + delivery.id() + " is not one of this node, but of a client to one");
    }
}
