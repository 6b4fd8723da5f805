package io.mpreg.engine.pubsub;

import io.mpreg.api.MpregLimitException;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.TopicPattern;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of a node: files them in the router, and takes them out again.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Subscriptions {

    private final Hub hub;
    private final Set<Subscriber> all = ConcurrentHashMap.newKeySet();

    /** How many have or get a place. */
    private final AtomicInteger rooms = new AtomicInteger();

    private final Consumer<Subscriber> closing = this::close;
    private final Predicate<Subscriber> leaving = this::close;

    Subscriptions(Hub hub) {
        this.hub = hub;
    }

    /** Ends a subscription; the same for all. */
    Consumer<Subscriber> closing() {
        return closing;
    }

    /** Ends a subscription whose subscriber leaves; the same for all. */
    Predicate<Subscriber> leaving() {
        return leaving;
    }

    /**
     * Takes room for one more, or refuses it when there are as many as may be.
     *
     * @param before the one whose place it takes, and which may leave its room to it; null if none
     */
    void takeRoom(@Nullable Place before) {
        int limit = hub.settings.maxSubscriptions();
        Subscriber leaving = before == null ? null : before.leaving();
        int most = limit + (leaving != null && all.contains(leaving) ? 1 : 0);
        if (rooms.incrementAndGet() > most) {
            giveRoom();
            throw MpregLimitException.of(
                    "the node has " + limit + " subscriptions, which is its limit", limit);
        }
    }

    /** Gives room back that was taken. */
    void giveRoom() {
        rooms.decrementAndGet();
    }

    /** Takes room for what cannot be refused any more. */
    void needRoom() {
        rooms.incrementAndGet();
    }

    /**
     * Files a subscription for which room was taken, and begins to deliver.
     *
     * @return how many messages are replayed
     */
    int open(Subscriber subscriber, SubscriptionSpec spec, Replay replay) {
        Terms terms = subscriber.terms();
        all.add(subscriber);
        int replayed;
        if (terms.group().isPresent()) {
            replayed = hub.groups.join(terms.group().get(), spec, subscriber, replay);
        } else {
            Set<TopicPattern> patterns = terms.patterns().patterns();
            replay.endWith(() -> patterns.forEach(p -> hub.router.add(p, subscriber)));
            replayed = subscriber.open(replay.messages());
        }
        if (subscriber.isEnded()) {
            // Replaced or disconnected before it was in place.
            close(subscriber);
        } else {
            hub.notices.created(subscriber.id(), terms);
        }
        return replayed;
    }

    /** Files a subscription that was there before the node stopped; its listener is to come. */
    void restore(Subscriber subscriber, List<UnifiedMessage> messages) {
        Terms terms = subscriber.terms();
        needRoom();
        all.add(subscriber);
        subscriber.restore(messages);
        terms.patterns().patterns().forEach(pattern -> hub.router.add(pattern, subscriber));
    }

    /** Files a subscription that goes on under other terms. */
    void refile(Subscriber subscriber, Terms before, Terms after) {
        Set<TopicPattern> old = before.patterns().patterns();
        Set<TopicPattern> now = after.patterns().patterns();
        now.stream().filter(p -> !old.contains(p)).forEach(p -> hub.router.add(p, subscriber));
        old.stream().filter(p -> !now.contains(p)).forEach(p -> hub.router.remove(p, subscriber));
    }

    /**
     * Ends a subscription; its listener is quiet when this returns.
     *
     * @return false if it had ended before
     */
    boolean close(Subscriber subscriber) {
        boolean first = all.remove(subscriber);
        Terms terms = subscriber.terms();
        if (terms.group().isPresent()) {
            hub.groups.leave(terms.group().get(), subscriber);
        } else {
            terms.patterns().patterns().forEach(p -> hub.router.remove(p, subscriber));
        }
        List<UnifiedMessage> left = subscriber.end();
        if (!left.isEmpty() && terms.group().isPresent()) {
            hub.groups.handOn(terms.group().get(), left);
        }
        Outlet to = subscriber.outlet();
        if (to != null) {
            to.end(subscriber.tooSlow());
        }
        if (first) {
            giveRoom();
            hub.notices.deleted(subscriber.id(), terms);
        }
        return first;
    }

    int size() {
        return all.size();
    }

    void closeAll() {
        all.forEach(this::close);
    }
}
