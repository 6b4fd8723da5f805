package io.mpreg.engine.queue;

import io.mpreg.api.queue.QueueBinding;
import io.mpreg.api.queue.QueueSettings;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A queue as it is stored, without its messages.
 *
 * @param number what its messages refer to; never used again for another queue
 * @param name its name
 * @param settings its settings
 * @param paused whether deliveries are stopped
 * @param groups its consumer groups
 * @param bindings the patterns it is bound to
 */
public record StoredQueue(
        int number,
        String name,
        QueueSettings settings,
        boolean paused,
        List<StoredGroup> groups,
        List<QueueBinding> bindings) {

    public StoredQueue {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(settings, "settings");
        groups = List.copyOf(groups);
        bindings = List.copyOf(bindings);
    }

    /**
     * A consumer group.
     *
     * @param bit its place in {@link StoredHead#groups}, 0 to 63
     * @param name its name; none as long as nobody has consumed
     */
    public record StoredGroup(int bit, Optional<String> name) {}
}
