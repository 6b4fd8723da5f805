package io.mpreg.engine.monitor;

import io.mpreg.api.MpregSystem;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;

/**
 * One meter for each pair of systems that had to do with one another.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Interactions {

    private static final MpregSystem[] SYSTEMS = MpregSystem.values();

    private final AtomicReferenceArray<Meter> meters =
            new AtomicReferenceArray<>(SYSTEMS.length * SYSTEMS.length);

    void count(MpregSystem from, MpregSystem to, boolean success, long nanos) {
        int index = from.ordinal() * SYSTEMS.length + to.ordinal();
        Meter meter = meters.get(index);
        if (meter == null) {
            meters.compareAndSet(index, null, new Meter());
            meter = meters.get(index);
        }
        meter.count(success, nanos);
    }

    void rotate(Duration interval) {
        forEach((pair, meter) -> meter.rotate(interval));
    }

    /** Gives every pair, as {@code rpc.queue}, and its meter to the sink. */
    void forEach(BiConsumer<String, Meter> sink) {
        for (int i = 0; i < meters.length(); i++) {
            Meter meter = meters.get(i);
            if (meter != null) {
                String from = SYSTEMS[i / SYSTEMS.length].label();
                sink.accept(from + "." + SYSTEMS[i % SYSTEMS.length].label(), meter);
            }
        }
    }
}
