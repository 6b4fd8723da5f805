package io.mpreg.engine.queue;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Headers;
import io.mpreg.api.MpregException;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.queue.RoutedReceipt;
import io.mpreg.api.queue.SendReceipt;
import io.mpreg.api.queue.SendStrategy;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.Target;
import io.mpreg.engine.topic.TopicName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends to the queues that are bound to a topic.
 *
 * <p>If several queues get a copy and some refuse it, the send succeeds and names the others; if
 * all refuse, it fails as the first one did.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class TopicSending {

    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final int RETRIES = 5;

    private final QueueEngine engine;
    private final Hub hub;
    private final Choice choice;
    private final LongAdder leftOut = new LongAdder();

    TopicSending(QueueEngine engine, Hub hub) {
        this.engine = engine;
        this.hub = hub;
        this.choice = new Choice(hub);
    }

    long leftOut() {
        return leftOut.sum();
    }

    CompletableFuture<RoutedReceipt> send(
            TopicName topic,
            SendStrategy strategy,
            Content content,
            Ulid id,
            Function<LiveQueue, CompletableFuture<SendReceipt>> sender) {
        return attempt(new Routed(topic, strategy, content, id, sender), 0);
    }

    private CompletableFuture<RoutedReceipt> attempt(Routed routed, int tries) {
        List<Candidate> candidates = candidates(routed.topic);
        if (candidates.isEmpty()) {
            return noMatch(routed, tries);
        }
        List<Candidate> chosen = choice.of(candidates, routed.strategy, routed.topic);
        if (chosen.size() > hub.settings.maxFanOut()) {
            leftOut.add(chosen.size() - hub.settings.maxFanOut());
            chosen = chosen.subList(0, hub.settings.maxFanOut());
        }
        Set<String> patterns = new LinkedHashSet<>();
        List<LiveQueue> queues = new ArrayList<>();
        for (Candidate candidate : chosen) {
            patterns.addAll(candidate.patterns());
            queues.add(candidate.queue());
        }
        return copies(routed, queues, List.copyOf(patterns));
    }

    /** The queues bound to a topic, the highest priority first. */
    private List<Candidate> candidates(TopicName topic) {
        Map<String, Candidate> byQueue = new LinkedHashMap<>();
        for (Target target : hub.router.route(topic, MessageKind.QUEUE).targets()) {
            if (target.interest() instanceof Binding binding && binding.enabled()) {
                LiveQueue queue = engine.find(binding.queue());
                if (queue != null) {
                    byQueue.merge(
                            binding.queue(),
                            new Candidate(
                                    queue,
                                    binding.priority(),
                                    binding.weight(),
                                    List.of(binding.pattern())),
                            Candidate::with);
                }
            }
        }
        List<Candidate> sorted = new ArrayList<>(byQueue.values());
        sorted.sort(Candidate.ORDER);
        return sorted;
    }

    private CompletableFuture<RoutedReceipt> copies(
            Routed routed, List<LiveQueue> queues, List<String> patterns) {
        List<CompletableFuture<SendReceipt>> outcomes = new ArrayList<>();
        for (LiveQueue queue : queues) {
            outcomes.add(begin(routed, queue));
        }
        CompletableFuture<?>[] all = outcomes.toArray(new CompletableFuture<?>[0]);
        return CompletableFuture.allOf(all)
                .handle((done, failure) -> receipt(routed, queues, patterns, outcomes));
    }

    private static CompletableFuture<SendReceipt> begin(Routed routed, LiveQueue queue) {
        try {
            return routed.sender.apply(queue);
        } catch (MpregException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static RoutedReceipt receipt(
            Routed routed,
            List<LiveQueue> queues,
            List<String> patterns,
            List<CompletableFuture<SendReceipt>> outcomes) {
        List<String> reached = new ArrayList<>();
        CompletionException failure = null;
        for (int i = 0; i < outcomes.size(); i++) {
            try {
                outcomes.get(i).join();
                reached.add(queues.get(i).name());
            } catch (CompletionException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (reached.isEmpty() && failure != null) {
            throw failure;
        }
        return routed.receipt(reached, patterns);
    }

    private CompletableFuture<RoutedReceipt> noMatch(Routed routed, int tries) {
        return switch (hub.settings.noMatch()) {
            case FAIL -> CompletableFuture.failedFuture(unroutable(routed.topic));
            case DROP -> CompletableFuture.completedFuture(routed.receipt(List.of(), List.of()));
            case FALLBACK_DIRECT -> direct(routed);
            case RETRY_WITH_BACKOFF -> retry(routed, tries);
            case DEAD_LETTER -> bury(routed);
        };
    }

    private CompletableFuture<RoutedReceipt> direct(Routed routed) {
        LiveQueue named = engine.find(routed.topic.value());
        return named == null
                ? CompletableFuture.failedFuture(unroutable(routed.topic))
                : copies(routed, List.of(named), List.of());
    }

    private CompletableFuture<RoutedReceipt> retry(Routed routed, int tries) {
        if (tries >= RETRIES) {
            return CompletableFuture.failedFuture(unroutable(routed.topic));
        }
        CompletableFuture<RoutedReceipt> later = new CompletableFuture<>();
        hub.platform
                .timers()
                .schedule(
                        FIRST_RETRY.multipliedBy(1L << tries),
                        () -> {
                            try {
                                hub.platform
                                        .workers()
                                        .execute(() -> again(routed, tries + 1, later));
                            } catch (RejectedExecutionException e) {
                                later.completeExceptionally(
                                        MpregException.of(
                                                ErrorCode.UNAVAILABLE, "the node is stopping"));
                            }
                        });
        return later;
    }

    private void again(Routed routed, int tries, CompletableFuture<RoutedReceipt> later) {
        CompletableFuture<RoutedReceipt> outcome;
        try {
            outcome = attempt(routed, tries);
        } catch (MpregException e) {
            outcome = CompletableFuture.failedFuture(e);
        }
        outcome.whenComplete(
                (receipt, failure) -> {
                    if (failure == null) {
                        later.complete(receipt);
                    } else {
                        later.completeExceptionally(failure);
                    }
                });
    }

    private CompletableFuture<RoutedReceipt> bury(Routed routed) {
        String name = QueueEngineSettings.UNROUTABLE;
        if (engine.find(name) == null) {
            engine.create(QueueSpec.named(name));
        }
        LiveQueue queue = engine.get(name);
        String reason = "no queue is bound to a pattern that matches '" + routed.topic + "'";
        return queue.intake()
                .bury(routed.id, routed.content, reason)
                .thenApply(buried -> routed.receipt(List.of(), List.of()));
    }

    private static MpregException unroutable(TopicName topic) {
        return MpregException.of(
                ErrorCode.NOT_FOUND,
                "a queue for topic '"
                        + topic
                        + "' does not exist: no binding matches it; bind a queue, or set"
                        + " mpreg.queue.no-match",
                Map.of("kind", "binding", "topic", topic.value()));
    }

    /** What is to be sent. */
    private record Routed(
            TopicName topic,
            SendStrategy strategy,
            Content content,
            Ulid id,
            Function<LiveQueue, CompletableFuture<SendReceipt>> sender) {

        RoutedReceipt receipt(List<String> queues, List<String> patterns) {
            @Nullable String given = content.headers().values().get(Headers.CORRELATION_ID);
            String correlation = Optional.ofNullable(given).orElseGet(id::toString);
            return new RoutedReceipt(id, correlation, queues, patterns, strategy);
        }
    }
}
