package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.Payload;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.queue.WaitingMessage;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.monitor.Event;
import io.mpreg.engine.time.Timers;
import io.mpreg.wire.Fields;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.rpc.ResultForm;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps requests in one durable queue until their results are in another.
 *
 * <p>The queues are the truth; what is in memory here makes it faster and brings results to those
 * who wait for them.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class QueuedCalls implements DurableCalls {

    static final String QUEUE = "mpreg.rpc.calls";

    /** So that an outcome that says what was late comes first. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** More than there can be in the longest life of a request: it ends by time, not by tries. */
    private static final int TRIES = 32_000;

    private static final Duration ACK_TIMEOUT = Duration.ofMinutes(5);

    private final Host host;
    private final Requests requests;
    private final QueueClient queues;
    private final DurableSettings settings;
    private final ResultShelf shelf;
    private final QueuedRuns runs;
    private final Map<String, Ticket> tickets = new ConcurrentHashMap<>();
    private volatile @Nullable Consumer consumer;
    private volatile boolean closed;

    QueuedCalls(Host host, Requests requests, QueueClient queues, ClientContext own) {
        this.host = host;
        this.requests = requests;
        this.queues = queues;
        this.settings = host.settings().durable();
        this.shelf = new ResultShelf(queues, settings, host.platform().clock());
        this.runs = new QueuedRuns(host, requests, settings, shelf, tickets, own);
    }

    /** Takes up what earlier runs of the node left. A node that keeps no requests has no queues. */
    QueuedCalls open() {
        if (queues.info(QUEUE).isPresent()) {
            begin();
        }
        return this;
    }

    private synchronized void begin() {
        if (consumer != null || closed) {
            return;
        }
        queues.create(
                QueueSpec.builder(QUEUE)
                        .maxDepth(settings.maxCalls())
                        .maxRetries(TRIES)
                        .ackTimeout(ACK_TIMEOUT)
                        .build());
        shelf.open();
        consumer =
                queues.<Payload>consume(
                        ConsumerSpec.of(QUEUE).prefetch(settings.parallel()),
                        Payload.class,
                        runs::take);
    }

    @Override
    public CompletableFuture<String> submit(RpcRequest request, ClientContext caller) {
        return accept(request, caller).stored().copy();
    }

    @Override
    public CompletableFuture<RpcResult> execute(RpcRequest request, ClientContext caller) {
        Ticket ticket = accept(request, caller);
        CompletableFuture<RpcResult> result =
                ticket.stored()
                        .thenCompose(id -> ticket.ended())
                        .thenApplyAsync(
                                payload -> read(payload, caller), host.platform().workers());
        Duration time =
                RpcSettings.bounded(request.timeout().orElse(requests.settings().requestTimeout()));
        Timers.Timer timer =
                host.platform()
                        .timers()
                        .schedule(time.plus(GRACE), () -> late(result, ticket, time));
        result.whenComplete((value, error) -> timer.cancel());
        return result;
    }

    private static void late(CompletableFuture<RpcResult> result, Ticket ticket, Duration time) {
        String id = ticket.call().requestId();
        result.completeExceptionally(
                MpregException.of(
                        ErrorCode.CALL_TIMED_OUT,
                        "request '"
                                + id
                                + "' did not end within "
                                + time
                                + (ticket.trouble().isEmpty() ? "" : "; " + ticket.trouble())
                                + "; it goes on, its result will be found by its id",
                        Map.of("requestId", id)));
    }

    private Ticket accept(RpcRequest request, ClientContext caller) {
        if (closed) {
            throw Requests.stopping();
        }
        requests.check(request, caller);
        if (consumer == null) {
            begin();
        }
        StoredCall call =
                StoredCall.of(
                        request,
                        Identity.of(request, caller.caller().principal(), host.ulids()),
                        caller,
                        host.platform().clock().millis());
        Ticket fresh = new Ticket(call);
        Ticket known = tickets.putIfAbsent(call.requestId(), fresh);
        if (known != null) {
            same(call, known.call().digest());
            return known;
        }
        Optional<String> shelved = shelf.digest(call.requestId());
        if (shelved.isPresent()) {
            tickets.remove(call.requestId(), fresh);
            same(call, shelved.get());
            return ended(fresh);
        }
        store(fresh);
        return fresh;
    }

    private static void same(StoredCall call, String digest) {
        if (!call.digest().equals(digest)) {
            throw MpregException.of(
                    ErrorCode.CONFLICT,
                    "another request was handed over under the id '" + call.requestId() + "'",
                    Map.of("requestId", call.requestId()));
        }
    }

    /** A ticket of a request that has its result already. */
    private Ticket ended(Ticket ticket) {
        String id = ticket.call().requestId();
        ticket.stored().complete(id);
        CompletableFuture.supplyAsync(() -> shelf.find(id).orElseThrow(), host.platform().workers())
                .whenComplete(
                        (payload, error) -> {
                            if (error == null) {
                                ticket.ended().complete(payload);
                            } else {
                                ticket.ended().completeExceptionally(Causes.typed(error));
                            }
                        });
        return ticket;
    }

    private void store(Ticket ticket) {
        StoredCall call = ticket.call();
        queues.sendAsync(
                        QUEUE,
                        QueueMessage.of(call.payload())
                                .header(QueuedRuns.REQUEST, call.requestId())
                                .correlationId(call.correlationId()))
                .whenComplete(
                        (receipt, error) -> {
                            if (error != null) {
                                tickets.remove(call.requestId(), ticket);
                                ticket.stored().completeExceptionally(Causes.typed(error));
                            } else {
                                record(call);
                                ticket.stored().complete(call.requestId());
                            }
                        });
    }

    private void record(StoredCall call) {
        if (host.monitor().watches(MpregSystem.RPC)) {
            host.monitor()
                    .record(
                            new Event(
                                    call.requestId(),
                                    call.correlationId(),
                                    "rpc.kept",
                                    MpregSystem.RPC,
                                    MpregSystem.QUEUE,
                                    null,
                                    0,
                                    true,
                                    Map.of("queue", QUEUE)));
        }
    }

    @Override
    public Optional<RpcResult> result(String requestId, ClientContext caller) {
        if (consumer == null) {
            return Optional.empty();
        }
        return shelf.find(requestId).map(payload -> read(payload, caller));
    }

    private static RpcResult read(Payload payload, ClientContext caller) {
        return new ResultForm(caller.codec()).result(Fields.of(Json.parse(payload.bytes())));
    }

    @Override
    public boolean cancel(String requestId) {
        if (consumer == null) {
            return false;
        }
        Ticket ticket = tickets.get(requestId);
        if (ticket == null) {
            Optional<StoredCall> waiting = waiting(requestId);
            if (waiting.isEmpty() || shelf.digest(requestId).isPresent()) {
                return false;
            }
            ticket = tickets.computeIfAbsent(requestId, id -> new Ticket(waiting.get()));
        }
        if (ticket.cancel("the request was cancelled")) {
            runs.shelveCancelled(ticket);
        }
        return true;
    }

    /** A request that waits in the queue since an earlier run of the node. */
    private Optional<StoredCall> waiting(String requestId) {
        long kept =
                queues.info(QUEUE)
                        .map(info -> info.stats().depth() + info.stats().inFlight())
                        .orElse(0L);
        if (kept <= tickets.size()) {
            return Optional.empty();
        }
        return queues.browse(QUEUE, settings.maxCalls()).stream()
                .filter(m -> m.headers().get(QueuedRuns.REQUEST).equals(Optional.of(requestId)))
                .map(WaitingMessage::payload)
                .map(StoredCall::read)
                .findFirst();
    }

    /** How many kept requests the node has in hand. */
    int inHand() {
        return tickets.size();
    }

    @Override
    public void close() {
        Consumer open;
        synchronized (this) {
            closed = true;
            open = consumer;
        }
        runs.close();
        if (open != null) {
            open.close();
        }
        MpregException stopping = Requests.stopping();
        tickets.values().forEach(ticket -> ticket.ended().completeExceptionally(stopping));
    }
}
