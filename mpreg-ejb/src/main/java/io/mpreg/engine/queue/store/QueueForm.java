package io.mpreg.engine.queue.store;

import io.mpreg.api.queue.Dedupe;
import io.mpreg.api.queue.Durability;
import io.mpreg.api.queue.QueueBinding;
import io.mpreg.api.queue.QueueSettings;
import io.mpreg.api.queue.QueueType;
import io.mpreg.engine.queue.StoredQueue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A queue as a record. */
final class QueueForm {

    private static final int VERSION = 2;

    /** Without a delay. */
    private static final int EARLIER = 1;

    private QueueForm() {}

    static byte[] write(StoredQueue queue) {
        QueueSettings s = queue.settings();
        Out out =
                new Out()
                        .bits8(VERSION)
                        .number(queue.number())
                        .text(queue.name())
                        .bits8(queue.paused() ? 1 : 0)
                        .text(s.type().name())
                        .number(s.maxDepth())
                        .number(s.maxRetries())
                        .number(s.ackTimeout().toMillis())
                        .number(s.timeToLive().map(Duration::toMillis).orElse(-1L))
                        .number(s.backoff().toMillis())
                        .text(s.dedupe().name())
                        .number(s.dedupeWindow().toMillis())
                        .bits8(s.deadLetter() ? 1 : 0)
                        .text(s.durability().name())
                        .bits8(s.singleActive() ? 1 : 0)
                        .number(s.delay().toMillis());
        out.number(queue.groups().size());
        for (StoredQueue.StoredGroup group : queue.groups()) {
            out.bits8(group.bit()).text(group.name());
        }
        out.number(queue.bindings().size());
        for (QueueBinding binding : queue.bindings()) {
            out.text(String.join(" ", binding.patterns()))
                    .number(binding.priority())
                    .number(binding.weight())
                    .bits8(binding.enabled() ? 1 : 0);
        }
        return out.toBytes();
    }

    static StoredQueue read(ByteBuffer record) {
        In in = new In(record);
        int version = in.bits8();
        if (version != EARLIER) {
            Versions.check("queue", version, VERSION);
        }
        int number = (int) in.number();
        String name = in.text();
        boolean paused = in.bits8() != 0;
        QueueType type = QueueType.valueOf(in.text());
        int maxDepth = (int) in.number();
        int maxRetries = (int) in.number();
        Duration ackTimeout = Duration.ofMillis(in.number());
        long life = in.number();
        QueueSettings settings =
                new QueueSettings(
                        type,
                        maxDepth,
                        maxRetries,
                        ackTimeout,
                        life < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(life)),
                        Duration.ofMillis(in.number()),
                        Dedupe.valueOf(in.text()),
                        Duration.ofMillis(in.number()),
                        in.bits8() != 0,
                        Durability.valueOf(in.text()),
                        in.bits8() != 0,
                        Duration.ofMillis(version == EARLIER ? 0 : in.number()));
        List<StoredQueue.StoredGroup> groups = new ArrayList<>();
        for (long i = in.number(); i > 0; i--) {
            groups.add(new StoredQueue.StoredGroup(in.bits8(), in.optionalText()));
        }
        List<QueueBinding> bindings = new ArrayList<>();
        for (long i = in.number(); i > 0; i--) {
            List<String> patterns = List.of(in.text().split(" "));
            int priority = (int) in.number();
            int weight = (int) in.number();
            bindings.add(new QueueBinding(name, patterns, priority, weight, in.bits8() != 0));
        }
        return new StoredQueue(number, name, settings, paused, groups, bindings);
    }
}
