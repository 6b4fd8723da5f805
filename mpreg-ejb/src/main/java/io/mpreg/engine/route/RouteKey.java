package io.mpreg.engine.route;

import io.mpreg.api.Priority;
import io.mpreg.engine.topic.TopicName;
import org.jspecify.annotations.Nullable;

/** What a kept route is found by. */
final class RouteKey {

    private static final int PRIORITIES = Priority.values().length;

    private final TopicName topic;
    private final int rest;

    RouteKey(TopicName topic, MessageKind kind, Priority priority) {
        this.topic = topic;
        this.rest = kind.ordinal() * PRIORITIES + priority.ordinal();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RouteKey that && rest == that.rest && topic.equals(that.topic);
    }

    @Override
    public int hashCode() {
        return topic.hashCode() * 31 + rest;
    }
}
