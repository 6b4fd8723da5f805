package io.mpreg.api.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Message;
import io.mpreg.api.codec.Codecs;
import io.mpreg.api.topic.OnTopic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicObserverTest {

    /** A value of a user's own. */
    public record Order(String id) {}

    /** Something of one call. */
    @RequestScoped
    public static class OfOneCall {
        private int calls;

        int count() {
            return ++calls;
        }
    }

    /** Observers of messages, and of events. */
    @ApplicationScoped
    public static class Observers {

        private final List<String> heard = new ArrayList<>();

        void order(@Observes @OnTopic("orders.*") Order order, OfOneCall call) {
            heard.add("order " + order.id() + call.count() + call.count());
        }

        void message(@Observes @OnTopic("orders.#") Message<Order> message) {
            heard.add(message.topic() + " " + message.body().id());
        }

        void event(@Observes Order order) {
            heard.add("event " + order.id());
        }

        List<String> heard() {
            return heard;
        }
    }

    @Test
    void anObserverHearsTheMessagesOfItsPatternOnly() throws Exception {
        try (MemoryNode node = MemoryNode.published("n")) {
            try (SeContainer container = Container.of(Observers.class, OfOneCall.class)) {
                node.awaitRegistration();
                node.awaitRegistration();
                List<String> heard = container.select(Observers.class).get().heard();
                node.topics.publish("orders.x", Codecs.plain().encode(new Order("a")));
                assertThat(heard).containsExactlyInAnyOrder("order a12", "orders.x a");
                container.getBeanManager().getEvent().fire(new Order("b"));
                assertThat(heard).hasSize(3).contains("event b");
            }
            assertThat(node.registered()).isEmpty();
        }
    }
}
