package io.mpreg.engine.pubsub;

import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.engine.time.Timers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions with durable names: they stay in place while their listener is away, and keep
 * what comes, up to a limit and for a limited time.
 *
 * <p>A name belongs to the user who first used it, or without a user to the application.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Durables {

    private final Hub hub;
    private final Subscriptions subscriptions;
    private final Map<String, Subscriber> names = new HashMap<>();
    private final Map<String, Timers.Timer> expiries = new HashMap<>();

    Durables(Hub hub, Subscriptions subscriptions) {
        this.hub = hub;
        this.subscriptions = subscriptions;
    }

    /** Opens a durable subscription, or goes on with the one of that name. */
    Place attach(
            String name,
            SubscriptionSpec spec,
            Terms terms,
            Outlet outlet,
            Supplier<List<Kept>> kept) {
        synchronized (names) {
            Subscriber known = names.get(name);
            if (known != null && !known.isEnded()) {
                Outlet before = known.outlet();
                if (before != null) {
                    known.detach(before);
                }
                cancel(expiries.remove(name));
                Terms old = known.terms();
                subscriptions.refile(known, old, terms);
                int replayed = known.attach(terms, outlet);
                return place(name, known, outlet, replayed);
            }
            subscriptions.checkRoom();
            Subscriber[] self = new Subscriber[1];
            Subscriber fresh = new Subscriber(hub, terms, outlet, null, () -> drop(name, self[0]));
            self[0] = fresh;
            names.put(name, fresh);
            int replayed = subscriptions.open(fresh, spec, kept);
            return place(name, fresh, outlet, replayed);
        }
    }

    private Place place(String name, Subscriber subscriber, Outlet outlet, int replayed) {
        return new Place(outlet.id(), subscriber, replayed, () -> detach(name, subscriber, outlet));
    }

    private boolean detach(String name, Subscriber subscriber, Outlet outlet) {
        if (!subscriber.detach(outlet)) {
            return false;
        }
        Timers.Timer expiry =
                hub.platform
                        .timers()
                        .schedule(
                                hub.settings.durableTime(),
                                () ->
                                        hub.platform
                                                .workers()
                                                .execute(() -> expire(name, subscriber)));
        synchronized (names) {
            cancel(expiries.put(name, expiry));
            if (!subscriber.isDetached()) {
                cancel(expiries.remove(name));
            }
        }
        return true;
    }

    private void expire(String name, Subscriber subscriber) {
        synchronized (names) {
            if (!subscriber.isDetached() || !names.remove(name, subscriber)) {
                return;
            }
            expiries.remove(name);
        }
        subscriptions.close(subscriber);
    }

    private void drop(String name, Subscriber subscriber) {
        synchronized (names) {
            names.remove(name, subscriber);
        }
        subscriptions.close(subscriber);
    }

    private static void cancel(Timers.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
