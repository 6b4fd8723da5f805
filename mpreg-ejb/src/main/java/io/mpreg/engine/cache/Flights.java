package io.mpreg.engine.cache;

import io.mpreg.engine.cache.peer.KeyRef;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The loads under way, one for a key at the most. A load that an invalidation or another write met
 * is spoiled: those who wait for it get its value, but it is not kept, and nobody joins it any
 * more.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Flights {

    private final Stripes stripes;
    private final ConcurrentHashMap<KeyRef, Flight> flights = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Thread, Flight> waiting = new ConcurrentHashMap<>();

    Flights(Stripes stripes) {
        this.stripes = stripes;
    }

    /** The load to join; null if the given one is now under way. */
    @Nullable Flight board(Flight flight) {
        return flights.putIfAbsent(flight.id(), flight);
    }

    void land(Flight flight) {
        flights.remove(flight.id(), flight);
    }

    /** Spoils the load of a key; the caller holds its stripe. */
    void spoil(KeyRef id) {
        spoil(id.region(), id.key());
    }

    /** As {@link #spoil(KeyRef)}. */
    void spoil(String region, String key) {
        if (flights.isEmpty()) {
            return;
        }
        Flight flight = flights.remove(new KeyRef(region, key));
        if (flight != null) {
            flight.spoil();
        }
    }

    /** Spoils all loads that fit, and says of which keys they were; the caller holds no stripe. */
    List<KeyRef> spoilAll(Predicate<Flight> fits) {
        if (flights.isEmpty()) {
            return List.of();
        }
        List<KeyRef> spoiled = new ArrayList<>();
        for (Flight flight : flights.values()) {
            if (fits.test(flight)) {
                ReentrantLock stripe = stripes.of(flight.id());
                stripe.lock();
                try {
                    flight.spoil();
                    land(flight);
                } finally {
                    stripe.unlock();
                }
                spoiled.add(flight.id());
            }
        }
        return spoiled;
    }

    /**
     * Notes that the calling thread is going to wait for a load.
     *
     * @return false if it would wait for itself, directly or through others; nothing is noted then
     */
    boolean await(Flight flight, Thread self) {
        waiting.put(self, flight);
        Flight next = flight;
        for (int step = 0; next != null && step <= waiting.size(); step++) {
            if (next.owner() == self && !next.result().isDone()) {
                waiting.remove(self);
                return false;
            }
            next = waiting.get(next.owner());
        }
        return true;
    }

    void awaited(Thread self) {
        waiting.remove(self);
    }

    int underWay() {
        return flights.size();
    }
}
