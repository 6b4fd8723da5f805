package io.mpreg.api.cdi;

import io.mpreg.api.Message;
import io.mpreg.api.Payload;
import io.mpreg.api.topic.MessageListener;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Topics at the node that is there; subscriptions stay in place when it is replaced. */
final class LateTopics implements TopicClient {

    private final LateNode node;

    LateTopics(LateNode node) {
        this.node = node;
    }

    private TopicClient topics() {
        return node.client().topics();
    }

    @Override
    public PublishReceipt publish(Publication publication) {
        return topics().publish(publication);
    }

    @Override
    public CompletionStage<PublishReceipt> publishAsync(Publication publication) {
        return topics().publishAsync(publication);
    }

    @Override
    public <T> Subscription subscribe(
            SubscriptionSpec spec, Type type, MessageListener<T> listener) {
        return new LateSubscription(node, node.register(standing(spec, type, listener)));
    }

    static <T> Standing<Subscription> standing(
            SubscriptionSpec spec, Type type, MessageListener<T> listener) {
        return new Standing<>(
                "the subscription to " + String.join(", ", spec.patterns()),
                (client, id) ->
                        client.topics().subscribe(id.map(spec::id).orElse(spec), type, listener));
    }

    @Override
    public List<Message<Payload>> latest(String pattern, int limit) {
        return topics().latest(pattern, limit);
    }
}
