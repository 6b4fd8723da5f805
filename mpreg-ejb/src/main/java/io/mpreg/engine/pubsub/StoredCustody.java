package io.mpreg.engine.pubsub;

import io.mpreg.api.MpregException;
import io.mpreg.engine.route.UnifiedMessage;
import java.lang.System.Logger;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the messages of one durable name in a store. A message that the store cannot take waits in
 * memory only, which is counted.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class StoredCustody implements Custody {

    private static final Logger LOG = System.getLogger(StoredCustody.class.getName());

    private final Hub hub;
    private final DurableStore store;
    private final String name;
    private final Map<UnifiedMessage, DurableStore.Ticket> tickets = new IdentityHashMap<>();

    StoredCustody(Hub hub, DurableStore store, String name) {
        this.hub = hub;
        this.store = store;
        this.name = name;
    }

    /** Takes over a message that the store holds already. */
    void found(UnifiedMessage message, DurableStore.Ticket ticket) {
        synchronized (tickets) {
            tickets.put(message, ticket);
        }
    }

    @Override
    public void keep(UnifiedMessage message) {
        try {
            DurableStore.Ticket ticket = store.append(name, message);
            synchronized (tickets) {
                tickets.put(message, ticket);
            }
        } catch (MpregException e) {
            hub.unsaved.increment();
            if (hub.warnings.allows()) {
                LOG.log(
                        Logger.Level.WARNING,
                        "a message on '"
                                + message.topic()
                                + "' waits in memory only for a durable name, because it could not"
                                + " be kept on disk; "
                                + hub.unsaved.sum()
                                + " such messages on this node so far",
                        e);
            }
        }
    }

    @Override
    public void release(UnifiedMessage message) {
        DurableStore.@Nullable Ticket ticket;
        synchronized (tickets) {
            ticket = tickets.remove(message);
        }
        if (ticket != null) {
            ticket.release();
        }
    }
}
