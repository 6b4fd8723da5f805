package io.mpreg.engine.queue;

import io.mpreg.engine.topic.Taxonomy;
import io.mpreg.engine.topic.TopicName;
import java.util.Map;

/** The topics on which a queue tells what happens in it. */
final class QueueTopics {
    final String queue;
    final Map<String, String> details;
    final TopicName enqueued;
    final TopicName processing;
    final TopicName completed;
    final TopicName failed;
    final TopicName dlq;

    QueueTopics(String queue) {
        this.queue = queue;
        this.details = Map.of("queue", queue);
        this.enqueued = Taxonomy.QUEUE_ENQUEUED.topic(queue);
        this.processing = Taxonomy.QUEUE_PROCESSING.topic(queue);
        this.completed = Taxonomy.QUEUE_COMPLETED.topic(queue);
        this.failed = Taxonomy.QUEUE_FAILED.topic(queue);
        this.dlq = Taxonomy.QUEUE_DLQ.topic(queue);
    }
}
