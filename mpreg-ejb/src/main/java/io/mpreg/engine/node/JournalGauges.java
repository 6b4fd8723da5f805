package io.mpreg.engine.node;

import io.mpreg.engine.journal.JournalStatus;
import io.mpreg.engine.monitor.NodeMonitor;
import io.mpreg.engine.queue.store.JournalStore;
import java.util.function.ToLongFunction;

/** Shows the numbers of the journal among the metrics. */
final class JournalGauges {

    private JournalGauges() {}

    static void show(NodeMonitor monitor, JournalStore store) {
        gauge(monitor, store, "segments", JournalStatus::segments);
        gauge(monitor, store, "bytes", JournalStatus::bytes);
        gauge(monitor, store, "liveBytes", JournalStatus::liveBytes);
        gauge(monitor, store, "liveRecords", JournalStatus::liveRecords);
        gauge(monitor, store, "pendingBytes", JournalStatus::pendingBytes);
        gauge(monitor, store, "pendingRecords", JournalStatus::pendingRecords);
        gauge(monitor, store, "appended", JournalStatus::appended);
        gauge(monitor, store, "forces", JournalStatus::forces);
        gauge(monitor, store, "waits", JournalStatus::waits);
        gauge(monitor, store, "refused", JournalStatus::refused);
    }

    private static void gauge(
            NodeMonitor monitor,
            JournalStore store,
            String name,
            ToLongFunction<JournalStatus> number) {
        monitor.gauge("journal." + name, () -> store.status().map(number::applyAsLong).orElse(0L));
    }
}
