package io.mpreg.engine.queue;

import java.util.Objects;

/**
 * Who acknowledged a message that goes to several.
 *
 * @param group the consumer group
 * @param id the id of the consumer; empty if another consumer of the group had the same, so that
 *     nobody can tell which one it was
 */
public record Receiver(String group, String id) {
    public Receiver {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(id, "id");
    }
}
