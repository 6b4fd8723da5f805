package io.mpreg.engine.rpc;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.Payload;
import io.mpreg.api.Priority;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.EventDependency;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.Provenance;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.TopicName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Waits for events at random, and events that come at random. */
final class RandomWaits {

    private RandomWaits() {}

    static List<Command> added(Random random, List<Command> commands) {
        List<Command> waiting = new ArrayList<>();
        for (Command command : commands) {
            waiting.add(random.nextInt(3) == 0 ? command.after(event(random)) : command);
        }
        return waiting;
    }

    /** The topics on which events of each kind come. */
    private static final List<String> TOPICS =
            List.of(
                    "events.0",
                    "events.1",
                    "mpreg.queue.orders.completed",
                    "mpreg.rpc.command.r0:c0.completed",
                    "mpreg.cache.events.prices.put",
                    "mpreg.federation.cluster.east.join");

    private static String pattern(EventDependency.Type type, Random random) {
        boolean exact = random.nextBoolean();
        return switch (type) {
            case RPC_COMMAND -> exact ? "r0:c0.completed" : "*.completed";
            case QUEUE_MESSAGE -> exact ? "orders.completed" : "mpreg.queue.*.completed";
            case CACHE_UPDATE -> exact ? "prices.k" : "prices.#";
            case FEDERATION_SYNC -> exact ? "east.join" : "*.join";
            default -> exact ? "events." + random.nextInt(3) : "events.*";
        };
    }

    private static EventDependency event(Random random) {
        EventDependency.Type type = EventDependency.Type.values()[random.nextInt(6)];
        EventDependency.Strategy strategy = EventDependency.Strategy.values()[random.nextInt(4)];
        return new EventDependency(
                "e",
                type,
                pattern(type, random),
                Map.of(),
                "",
                strategy,
                Optional.of(
                        new EventDependency.Condition(
                                "n", EventDependency.Operator.GREATER, random.nextInt(4))),
                Duration.ofMillis(random.nextInt(2000)),
                1 + random.nextInt(3),
                Duration.ofMillis(random.nextInt(3) * 500),
                Optional.of(Duration.ofMillis(1 + random.nextInt(6000))),
                random.nextBoolean(),
                "none");
    }

    private static String body(Random random) {
        String value = "{\"n\":" + random.nextInt(5) + "}";
        return random.nextBoolean()
                ? value
                : "{\"event\":\"put\",\"region\":\"prices\",\"key\":\"k\",\"n\":3,\"value\":"
                        + value
                        + ",\"payload\":"
                        + value
                        + ",\"result\":"
                        + value
                        + "}";
    }

    /** Lets something happen while requests run. */
    static void disturb(Random random, Bench bench, String requestId) {
        for (int i = random.nextInt(4); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> bench.client.cancel(requestId);
                case 1 -> bench.time.advance(Duration.ofMillis(random.nextInt(3000)));
                case 2 -> bench.scheduler.step();
                default ->
                        publish(
                                bench,
                                TOPICS.get(random.nextInt(TOPICS.size())),
                                body(random),
                                Headers.NONE);
            }
        }
    }

    static void publish(Bench bench, String topic, String json, Headers headers) {
        TopicName name = TopicName.of(topic);
        bench.router.dispatch(
                new UnifiedMessage(
                        bench.ulids.next(),
                        name,
                        name.isControl() ? MessageKind.CONTROL : MessageKind.PUBSUB,
                        Guarantee.FIRE_AND_FORGET,
                        Priority.NORMAL,
                        Payload.json(json),
                        headers,
                        Provenance.local(MpregSystem.PUBSUB, "c1"),
                        bench.time.millis(),
                        UnifiedMessage.NO_DEADLINE));
    }
}
