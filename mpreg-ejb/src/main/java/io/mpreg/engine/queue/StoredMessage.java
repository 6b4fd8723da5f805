package io.mpreg.engine.queue;

import java.util.Objects;

/**
 * A message as it is stored.
 *
 * @param head what keeps its place
 * @param content what it carries
 */
public record StoredMessage(StoredHead head, Content content) {
    public StoredMessage {
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(content, "content");
    }
}
