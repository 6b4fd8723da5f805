package io.mpreg.engine.route;

import io.mpreg.api.Priority;
import io.mpreg.engine.topic.TopicName;
import java.util.List;
import java.util.Optional;

/**
 * What a route is asked for.
 *
 * @param topic the topic
 * @param kind what kind of message
 * @param priority how urgent it is
 * @param targetCluster the cluster that it is for, if it is not for all
 * @param passed the clusters that it has passed
 */
record Question(
        TopicName topic,
        MessageKind kind,
        Priority priority,
        Optional<String> targetCluster,
        List<String> passed) {

    static Question of(UnifiedMessage message) {
        return new Question(
                message.topic(),
                message.kind(),
                message.priority(),
                message.targetCluster(),
                message.provenance().path());
    }

    static Question of(TopicName topic, MessageKind kind) {
        return new Question(topic, kind, Priority.NORMAL, Optional.empty(), List.of());
    }

    /** The priority by which policies are chosen: the control plane goes before the others. */
    Priority effective() {
        return topic.isControl() && priority != Priority.CRITICAL
                ? Priority.values()[priority.ordinal() - 1]
                : priority;
    }

    /** Whether everyone who asks with this topic and kind gets the same answer. */
    boolean isCommon() {
        return targetCluster.isEmpty() && passed.isEmpty();
    }
}
