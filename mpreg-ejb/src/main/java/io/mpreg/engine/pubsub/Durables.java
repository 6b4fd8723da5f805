package io.mpreg.engine.pubsub;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.time.Timers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions with durable names: they stay in place while their listener is away, and keep
 * what comes, up to a limit and for a limited time; on demand beyond a restart of the node.
 *
 * <p>A name belongs to the user who first used it, or without a user to the application.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Durables implements AutoCloseable {

    private final Hub hub;
    private final Subscriptions subscriptions;
    private final DurableStore store;
    private final Map<String, Subscriber> names = new HashMap<>();
    private final Map<String, Timers.Timer> expiries = new HashMap<>();

    Durables(Hub hub, Subscriptions subscriptions, DurableStore store) {
        this.hub = hub;
        this.subscriptions = subscriptions;
        this.store = store;
    }

    /** Puts the names in place that the store has kept. */
    void restore() {
        Map<String, Recovered> all = new LinkedHashMap<>();
        store.replay(
                new DurableStore.Found() {
                    @Override
                    public void name(String name, SubscriptionSpec spec) {
                        StoredCustody custody = new StoredCustody(hub, store, name);
                        all.put(name, new Recovered(spec, custody, new ArrayList<>()));
                    }

                    @Override
                    public void message(
                            String name, UnifiedMessage message, DurableStore.Ticket ticket) {
                        Recovered known = all.get(name);
                        if (known == null) {
                            ticket.release();
                        } else {
                            known.custody.found(message, ticket);
                            known.messages.add(message);
                        }
                    }
                });
        all.forEach(this::restore);
    }

    private void restore(String name, Recovered recovered) {
        Terms terms = Terms.of(recovered.spec, hub.settings);
        String id = recovered.spec.durable().orElse(name);
        Subscriber subscriber =
                new Subscriber(hub, id, terms, recovered.custody, slow -> drop(name, slow));
        synchronized (names) {
            names.put(name, subscriber);
        }
        subscriptions.restore(subscriber, recovered.messages);
        expireLater(name, subscriber);
    }

    /**
     * Opens a durable subscription, or goes on with the one of that name.
     *
     * @param before whose place it takes, unless it is refused; null if there is none
     */
    Place attach(
            String name,
            SubscriptionSpec spec,
            Terms terms,
            Outlet outlet,
            Replay replay,
            @Nullable Place before) {
        Subscriber expected = admit(name, spec, before);
        if (before != null) {
            // Without the lock, since its listener may be at work.
            before.unsubscribe();
        }
        synchronized (names) {
            Subscriber known = living(name);
            if (known != expected) {
                changed(name, spec, expected, known);
            }
            if (known != null) {
                return resume(name, known, spec, terms, outlet);
            }
            Subscriber fresh =
                    new Subscriber(
                            hub,
                            terms,
                            outlet,
                            custody(name, spec.persistent()),
                            slow -> drop(name, slow));
            names.put(name, fresh);
            int replayed = subscriptions.open(fresh, spec, replay);
            return place(name, fresh, outlet, replayed);
        }
    }

    private @Nullable Subscriber living(String name) {
        Subscriber known = names.get(name);
        return known == null || known.isEnded() ? null : known;
    }

    /* All that may refuse it. Returns the one that goes on; if there is none, room is taken. */
    private @Nullable Subscriber admit(String name, SubscriptionSpec spec, @Nullable Place before) {
        synchronized (names) {
            Subscriber known = living(name);
            if (known == null) {
                subscriptions.takeRoom(before);
            }
            try {
                if (spec.persistent()) {
                    store.define(name, spec);
                }
            } catch (RuntimeException e) {
                if (known == null) {
                    subscriptions.giveRoom();
                }
                throw e;
            }
            return known;
        }
    }

    /* The one that was to go on has gone since then, or another one has come. */
    private void changed(
            String name,
            SubscriptionSpec spec,
            @Nullable Subscriber expected,
            @Nullable Subscriber known) {
        if (known == null) {
            subscriptions.needRoom();
        } else if (expected == null) {
            subscriptions.giveRoom();
        }
        if (spec.persistent()) {
            store.define(name, spec);
        }
    }

    private Place resume(
            String name, Subscriber known, SubscriptionSpec spec, Terms terms, Outlet outlet) {
        Outlet before = known.outlet();
        if (before != null) {
            known.detach(before);
            before.end(takenOver(spec.durable().orElse(name), before));
        }
        cancel(expiries.remove(name));
        if (spec.persistent() != known.isPersistent()) {
            known.entrust(custody(name, spec.persistent()));
            if (!spec.persistent()) {
                store.forget(name);
            }
        }
        subscriptions.refile(known, known.terms(), terms);
        int replayed = known.attach(terms, outlet);
        return place(name, known, outlet, replayed);
    }

    private @Nullable Custody custody(String name, boolean persistent) {
        return persistent ? new StoredCustody(hub, store, name) : null;
    }

    private Place place(String name, Subscriber subscriber, Outlet outlet, int replayed) {
        return new Place(outlet, subscriber, replayed, true, left -> detach(name, left, outlet));
    }

    private boolean detach(String name, Subscriber subscriber, Outlet outlet) {
        if (!subscriber.detach(outlet)) {
            return false;
        }
        outlet.end(null);
        expireLater(name, subscriber);
        return true;
    }

    private MpregException takenOver(String name, Outlet from) {
        return MpregException.of(
                ErrorCode.CONFLICT,
                "subscription '"
                        + from.id()
                        + "' on node '"
                        + hub.node.node()
                        + "' has ended: another one has taken over its durable name '"
                        + name
                        + "', which one at a time can have. Give each subscriber a name of its"
                        + " own, or have them share the messages as a group",
                Map.of("subscription", from.id(), "durable", name));
    }

    private void expireLater(String name, Subscriber subscriber) {
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
    }

    private void expire(String name, Subscriber subscriber) {
        synchronized (names) {
            if (!subscriber.isDetached() || !names.remove(name, subscriber)) {
                return;
            }
            expiries.remove(name);
            store.forget(name);
        }
        subscriptions.close(subscriber);
    }

    private void drop(String name, Subscriber subscriber) {
        synchronized (names) {
            if (names.remove(name, subscriber)) {
                store.forget(name);
            }
        }
        subscriptions.close(subscriber);
    }

    /** Brings to the store what is still on its way; to be called when everyone is quiet. */
    @Override
    public void close() {
        store.close();
    }

    private static void cancel(Timers.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    /** A name that the store has kept. */
    private record Recovered(
            SubscriptionSpec spec, StoredCustody custody, List<UnifiedMessage> messages) {}
}
