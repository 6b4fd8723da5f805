package io.mpreg.engine.queue;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A message as it is stored.
 *
 * @param head what keeps its place
 * @param content what it carries
 * @param replaced the copy that it is stored in place of: with this one there, that one is finished
 */
public record StoredMessage(StoredHead head, Content content, Optional<Replaced> replaced) {
    public StoredMessage {
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(replaced, "replaced");
    }

    /** A message that is stored in place of none. */
    public StoredMessage(StoredHead head, Content content) {
        this(head, content, Optional.empty());
    }

    /** The same with addressees. */
    StoredMessage to(List<Addressee> who) {
        return new StoredMessage(head.to(who), content, replaced);
    }

    /**
     * A copy of a stored message.
     *
     * @param ref the message
     * @param group the consumer group of the copy, or {@link QueueStore#ALL}
     */
    public record Replaced(long ref, int group) {}
}
