package io.mpreg.engine.queue;

import io.mpreg.api.queue.QueueBinding;
import io.mpreg.engine.route.Interest;
import io.mpreg.engine.route.InterestKind;
import java.util.List;
import java.util.Optional;

/** A pattern by which a queue takes part in topic-routed sending, as the router knows it. */
record Binding(String queue, String pattern, int priority, int weight, boolean enabled)
        implements Interest {

    @Override
    public InterestKind kind() {
        return InterestKind.QUEUE_BINDING;
    }

    @Override
    public String id() {
        return queue;
    }

    @Override
    public Optional<String> disabled() {
        return enabled ? Optional.empty() : Optional.of("the binding is disabled");
    }

    QueueBinding stored() {
        return new QueueBinding(queue, List.of(pattern), priority, weight, enabled);
    }
}
