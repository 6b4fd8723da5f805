package io.mpreg.engine.cache;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.cache.CacheLoader;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.engine.cache.peer.KeyRef;
import io.mpreg.engine.cache.peer.Traits;
import io.mpreg.engine.gate.ClientContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Loads what a region does not have: of the callers that miss a key at the same time one loads, on
 * its own thread, and the others wait for it.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Loading {

    private final Ledger ledger;
    private final Announcer announcer;
    private final Duration patience;

    Loading(Ledger ledger, Announcer announcer, Duration patience) {
        this.ledger = ledger;
        this.announcer = announcer;
        this.patience = patience;
    }

    /** What is loaded, for whom and by which means. */
    record Request<T>(
            Region region,
            String key,
            Class<T> type,
            CacheLoader<T> loader,
            PutOptions options,
            ClientContext context,
            Cause cause) {

        KeyRef id() {
            return new KeyRef(region.name(), key);
        }
    }

    <T> @Nullable T load(Request<T> request) {
        Thread self = Thread.currentThread();
        Flight mine =
                new Flight(
                        request.id(),
                        request.options().tags(),
                        Names.inputs(request.region().name(), request.options().dependsOn()),
                        self);
        Flight other = ledger.flights().board(mine);
        if (other != null) {
            return request.context().codec().decode(join(other, self), request.type());
        }
        // One that ended just before this one began has left its entry.
        Entry present = request.region().peek(request.key());
        if (present != null) {
            ledger.flights().land(mine);
            mine.result().complete(present.value());
            return request.context().codec().decode(present.value(), request.type());
        }
        return fly(mine, request);
    }

    /**
     * Loads an entry anew on the caller's executor. If that fails the entry stays, and the next
     * reader that finds it old tries again.
     */
    <T> void refresh(Request<T> request, Entry old) {
        try {
            request.context()
                    .callbacks()
                    .execute(
                            () -> {
                                try {
                                    refreshed(request);
                                } finally {
                                    old.endRefresh();
                                }
                            });
        } catch (RejectedExecutionException busy) {
            old.endRefresh();
        }
    }

    private <T> void refreshed(Request<T> request) {
        Flight flight =
                new Flight(
                        request.id(),
                        request.options().tags(),
                        Names.inputs(request.region().name(), request.options().dependsOn()),
                        Thread.currentThread());
        if (ledger.flights().board(flight) == null) {
            try {
                fly(flight, request);
                request.region().meters().refreshes.increment();
            } catch (MpregException failed) {
                request.region().meters().failedRefreshes.increment();
            }
        }
    }

    /** Reserves the place of a value; empty if there is one, or will be. */
    Optional<Place> reserve(Region region, String key, PutOptions options, Cause cause) {
        Flight mine =
                new Flight(
                        new KeyRef(region.name(), key),
                        options.tags(),
                        Names.inputs(region.name(), options.dependsOn()),
                        Thread.currentThread());
        if (ledger.flights().board(mine) != null) {
            return Optional.empty();
        }
        Entry present = region.peek(key);
        if (present != null) {
            ledger.flights().land(mine);
            mine.result().complete(present.value());
            return Optional.empty();
        }
        return Optional.of(new Place(mine, region, options, cause));
    }

    /** A load that somebody else carries out. */
    final class Place {

        private final Flight flight;
        private final Region region;
        private final PutOptions options;
        private final Cause cause;
        private final long start = ledger.clock().nanos();

        private Place(Flight flight, Region region, PutOptions options, Cause cause) {
            this.flight = flight;
            this.region = region;
            this.options = options;
            this.cause = cause;
        }

        void keep(Payload value) {
            if (flight.result().complete(value)) {
                long took = ledger.clock().nanos() - start;
                PutOptions costed =
                        options.cost().isZero() ? options.cost(Duration.ofNanos(took)) : options;
                Entry kept = region.keep(flight, value, region.traits(costed));
                region.meters().loads.increment();
                region.meters().loadNanos.add(took);
                if (kept != null) {
                    announcer.written(kept, cause);
                }
            }
        }

        void giveUp() {
            ledger.flights().land(flight);
            flight.result()
                    .completeExceptionally(
                            failed(flight.id(), "whoever computed the value gave up", null));
        }
    }

    private <T> @Nullable T fly(Flight flight, Request<T> request) {
        boolean landed = false;
        try {
            long start = ledger.clock().nanos();
            T loaded = run(flight.id(), request.loader());
            long took = ledger.clock().nanos() - start;
            Payload value = request.context().encode(loaded);
            Entry kept = request.region().keep(flight, value, traits(request, took));
            landed = true;
            flight.result().complete(value);
            request.region().meters().loads.increment();
            request.region().meters().loadNanos.add(took);
            if (kept != null) {
                announcer.written(kept, request.cause());
            }
            return loaded;
        } catch (MpregException e) {
            flight.result().completeExceptionally(e);
            throw e;
        } finally {
            ledger.flights().land(flight);
            if (!landed) {
                flight.result()
                        .completeExceptionally(
                                failed(flight.id(), "its thread ended abruptly", null));
            }
        }
    }

    private static Traits traits(Request<?> request, long took) {
        PutOptions options = request.options();
        return request.region()
                .traits(options.cost().isZero() ? options.cost(Duration.ofNanos(took)) : options);
    }

    private static <T> @Nullable T run(KeyRef id, CacheLoader<T> loader) {
        try {
            return loader.load(id.key());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(id, "it was interrupted", e);
        } catch (Exception e) {
            throw failed(id, e.toString(), e);
        }
    }

    private Payload join(Flight flight, Thread self) {
        if (!ledger.flights().await(flight, self)) {
            throw MpregException.of(
                    ErrorCode.EXECUTION_FAILED,
                    "the load of '"
                            + flight.id()
                            + "' would wait for itself: a loader asks, directly or through others,"
                            + " for a key that is loaded because of it",
                    details(flight.id()));
        }
        try {
            return flight.result().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw again(flight.id(), e.getCause());
        } catch (TimeoutException e) {
            throw MpregException.of(
                    ErrorCode.TIMED_OUT,
                    "another caller's load of '"
                            + flight.id()
                            + "' did not end within "
                            + patience
                            + " (mpreg.cache.load-timeout)",
                    details(flight.id()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MpregException.of(
                    ErrorCode.CANCELLED,
                    "interrupted while another caller loaded '" + flight.id() + "'",
                    details(flight.id()),
                    e);
        } finally {
            ledger.flights().awaited(self);
        }
    }

    /** The same failure, with the stack of whom it is told. */
    private static MpregException again(KeyRef id, @Nullable Throwable failure) {
        if (failure instanceof MpregException known) {
            Throwable cause = known.getCause() == null ? known : known.getCause();
            return MpregException.of(known.code(), known.getMessage(), known.details(), cause);
        }
        return failed(id, String.valueOf(failure), failure);
    }

    private static MpregException failed(KeyRef id, String why, @Nullable Throwable cause) {
        return MpregException.of(
                ErrorCode.EXECUTION_FAILED,
                "the loader of '" + id + "' failed: " + why,
                details(id),
                cause);
    }

    private static Map<String, String> details(KeyRef id) {
        return Map.of("region", id.region(), "key", id.key());
    }
}
