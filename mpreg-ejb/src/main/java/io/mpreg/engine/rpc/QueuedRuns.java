package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Guarantee;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.Refusal;
import io.mpreg.api.rpc.CommandOutcome;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.rpc.ResultForm;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs kept requests as they are delivered, and settles each delivery when its result is kept.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class QueuedRuns {

    /** The header that has the request's id. */
    static final String REQUEST = "mpreg-request";

    private static final Logger LOG = System.getLogger(QueuedRuns.class.getName());
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final int FIRST_PAUSE_S = 1;
    private static final int LONGEST_PAUSE_S = 60;

    /** What may be otherwise when it is tried again: somebody was not there, or had no room. */
    private static final Set<String> PASSING =
            Set.of(
                    ErrorCode.UNKNOWN_FUNCTION.id(),
                    ErrorCode.PROVIDER_UNREACHABLE.id(),
                    ErrorCode.LIMIT_REACHED.id());

    private final Host host;
    private final Requests requests;
    private final DurableSettings settings;
    private final ResultShelf shelf;
    private final Map<String, Ticket> tickets;
    private final ClientContext own;
    private volatile boolean closed;

    /**
     * @param tickets the requests in hand, by id
     * @param own on whose behalf arguments are read and results written
     */
    QueuedRuns(
            Host host,
            Requests requests,
            DurableSettings settings,
            ResultShelf shelf,
            Map<String, Ticket> tickets,
            ClientContext own) {
        this.host = host;
        this.requests = requests;
        this.settings = settings;
        this.shelf = shelf;
        this.tickets = tickets;
        this.own = own;
    }

    /** What comes to an end from now on is left to the next run of the node. */
    void close() {
        closed = true;
    }

    void take(Delivery<Payload> delivery) {
        StoredCall call;
        try {
            call = StoredCall.read(delivery.payload());
        } catch (MpregException e) {
            delivery.nack(Refusal.deadLetter("no request: " + e.getMessage()));
            return;
        }
        String id = call.requestId();
        if (closed) {
            return;
        }
        Ticket ticket = tickets.computeIfAbsent(id, key -> new Ticket(call));
        if (shelf.digest(id).isPresent()) {
            tickets.remove(id, ticket);
            delivery.ack();
            return;
        }
        switch (ticket.turn(delivery)) {
            case RUN -> run(ticket);
            case RUNS -> delivery.extend(time(ticket.call()).plus(GRACE));
            case TWICE -> delivery.ack();
            case CANCELLED -> shelveCancelled(ticket);
        }
    }

    private void run(Ticket ticket) {
        StoredCall call = ticket.call();
        Delivery<Payload> delivery = ticket.delivery();
        if (delivery != null) {
            delivery.extend(time(call).plus(GRACE));
        }
        Running execution;
        try {
            execution =
                    requests.accept(
                            call.request().delivery(Guarantee.FIRE_AND_FORGET),
                            new ClientContext(
                                    call.caller(), own.codec(), own.gate(), own.callbacks()));
        } catch (MpregException e) {
            failed(ticket, e);
            return;
        }
        if (ticket.runs(execution)) {
            execution.cancel("the request was cancelled");
        }
        execution
                .result()
                .whenComplete(
                        (result, error) -> {
                            if (error != null) {
                                failed(ticket, Causes.typed(error));
                            } else {
                                ended(ticket, result);
                            }
                        });
    }

    private Duration time(StoredCall call) {
        return RpcSettings.bounded(
                call.request().timeout().orElse(requests.settings().requestTimeout()));
    }

    private void ended(Ticket ticket, RpcResult result) {
        Optional<CommandOutcome.Error> passing =
                result.outcomes().values().stream()
                        .flatMap(outcome -> outcome.error().stream())
                        .filter(error -> PASSING.contains(error.code()))
                        .findFirst();
        if (passing.isPresent() && !isExpired(ticket.call())) {
            postpone(ticket, passing.get().message());
        } else {
            shelve(ticket, result);
        }
    }

    /** The request could not be run, or broke off. */
    private void failed(Ticket ticket, MpregException error) {
        boolean passing =
                PASSING.contains(error.code().id())
                        || error.code() == ErrorCode.CONFLICT
                        || error.code() == ErrorCode.UNAVAILABLE
                        || error.code() == ErrorCode.INTERNAL;
        if (passing && !isExpired(ticket.call())) {
            postpone(ticket, String.valueOf(error.getMessage()));
        } else {
            shelve(ticket, uniform(ticket, error));
        }
    }

    private boolean isExpired(StoredCall call) {
        return host.platform().clock().millis() - call.since() >= settings.lifetime().toMillis();
    }

    private void postpone(Ticket ticket, String reason) {
        if (closed) {
            return;
        }
        ticket.trouble(reason);
        int doubled = Math.min(ticket.tries() - 1, 10);
        long pause = Math.min(LONGEST_PAUSE_S, (long) FIRST_PAUSE_S << doubled);
        Delivery<Payload> delivery = ticket.release();
        if (delivery != null) {
            delivery.nack(Refusal.delay(Duration.ofSeconds(pause), reason));
        }
    }

    /** Keeps the result of a request that was cancelled before it ran. */
    void shelveCancelled(Ticket ticket) {
        shelve(
                ticket,
                uniform(
                        ticket,
                        MpregException.of(ErrorCode.CANCELLED, "the request was cancelled")));
    }

    private void shelve(Ticket ticket, RpcResult result) {
        if (closed) {
            return;
        }
        StoredCall call = ticket.call();
        Payload payload = Payload.json(Json.write(ResultForm.of(result)));
        shelf.put(call, payload)
                .whenComplete(
                        (receipt, error) -> {
                            if (error == null) {
                                shelved(ticket, payload);
                            } else {
                                notShelved(ticket, result, Causes.typed(error));
                            }
                        });
    }

    private void shelved(Ticket ticket, Payload result) {
        tickets.remove(ticket.call().requestId(), ticket);
        Delivery<Payload> delivery = ticket.release();
        if (delivery != null) {
            delivery.ack();
        }
        ticket.ended().complete(result);
    }

    private void notShelved(Ticket ticket, RpcResult result, MpregException error) {
        if (error.code() == ErrorCode.PAYLOAD_TOO_LARGE && result.successRate() > 0) {
            shelve(ticket, uniform(ticket, error));
            return;
        }
        LOG.log(
                Level.WARNING,
                "the result of request {0} cannot be kept, it will be run again: {1}",
                ticket.call().requestId(),
                error.getMessage());
        postpone(ticket, "its result could not be kept: " + error.getMessage());
    }

    /** The result of a request none of whose commands ran, for one reason. */
    private RpcResult uniform(Ticket ticket, MpregException error) {
        RpcRequest request = ticket.call().request();
        return Report.uniform(request, error, host.node().node(), levels(request));
    }

    private Map<String, Integer> levels(RpcRequest request) {
        try {
            return requests.check(request, own).levelsByName();
        } catch (MpregException e) {
            return Map.of();
        }
    }
}
