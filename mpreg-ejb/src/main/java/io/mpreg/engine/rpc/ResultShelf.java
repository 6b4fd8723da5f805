package io.mpreg.engine.rpc;

import io.mpreg.api.Headers;
import io.mpreg.api.Payload;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.queue.SendReceipt;
import io.mpreg.api.queue.WaitingMessage;
import io.mpreg.engine.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The results of kept requests, in a durable queue that nobody consumes: they go with their time.
 * Which ids it has is known; of the results themselves the latest used are in memory.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class ResultShelf {

    static final String QUEUE = "mpreg.rpc.results";

    private static final String DIGEST = "mpreg-digest";
    private static final String REQUEST = "mpreg-request";
    private static final long MAX_BYTES = 16 << 20;

    private final QueueClient queues;
    private final DurableSettings settings;
    private final Clock clock;
    private final LinkedHashMap<String, Kept> kept = new LinkedHashMap<>();
    private final LinkedHashMap<String, Payload> warm = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    private record Kept(String digest, long since) {}

    ResultShelf(QueueClient queues, DurableSettings settings, Clock clock) {
        this.queues = queues;
        this.settings = settings;
        this.clock = clock;
    }

    /** Finds out what is there from earlier runs of the node. */
    void open() {
        queues.create(
                QueueSpec.builder(QUEUE)
                        .maxDepth(settings.maxResults())
                        .timeToLive(settings.resultTime())
                        .deadLetter(false)
                        .build());
        for (WaitingMessage result : queues.browse(QUEUE, settings.maxResults())) {
            Headers headers = result.headers();
            headers.get(REQUEST)
                    .ifPresent(
                            id ->
                                    note(
                                            id,
                                            headers.get(DIGEST).orElse(""),
                                            result.timestamp().toEpochMilli()));
        }
    }

    private synchronized void note(String requestId, String digest, long since) {
        kept.put(requestId, new Kept(digest, since));
    }

    /** The digest of the request whose result is there. */
    synchronized Optional<String> digest(String requestId) {
        long oldest = clock.millis() - settings.resultTime().toMillis();
        Iterator<Map.Entry<String, Kept>> entries = kept.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, Kept> entry = entries.next();
            if (entry.getValue().since() > oldest) {
                break;
            }
            entries.remove();
            cool(entry.getKey());
        }
        return Optional.ofNullable(kept.get(requestId)).map(Kept::digest);
    }

    /** Keeps a result; it is safe when the stage completes. */
    CompletionStage<SendReceipt> put(StoredCall call, Payload result) {
        String id = call.requestId();
        return queues.sendAsync(
                        QUEUE,
                        QueueMessage.of(result)
                                .header(REQUEST, id)
                                .header(DIGEST, call.digest())
                                .correlationId(call.correlationId()))
                .thenApply(
                        receipt -> {
                            synchronized (this) {
                                note(id, call.digest(), clock.millis());
                                warm(id, result);
                            }
                            return receipt;
                        });
    }

    /** The result of a request, from memory or the queue. */
    Optional<Payload> find(String requestId) {
        if (digest(requestId).isEmpty()) {
            return Optional.empty();
        }
        synchronized (this) {
            Payload ready = warm.get(requestId);
            if (ready != null) {
                return Optional.of(ready);
            }
        }
        Optional<Payload> read =
                queues.browse(QUEUE, settings.maxResults()).stream()
                        .filter(r -> r.headers().get(REQUEST).equals(Optional.of(requestId)))
                        .map(WaitingMessage::payload)
                        .findFirst();
        synchronized (this) {
            read.ifPresent(payload -> warm(requestId, payload));
        }
        return read;
    }

    private void warm(String requestId, Payload result) {
        cool(requestId);
        warm.put(requestId, result);
        bytes += result.size();
        Iterator<Payload> leastUsed = warm.values().iterator();
        while (bytes > MAX_BYTES && leastUsed.hasNext()) {
            bytes -= leastUsed.next().size();
            leastUsed.remove();
        }
    }

    private void cool(String requestId) {
        Payload gone = warm.remove(requestId);
        if (gone != null) {
            bytes -= gone.size();
        }
    }
}
