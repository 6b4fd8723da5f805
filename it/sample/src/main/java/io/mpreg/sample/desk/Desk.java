package io.mpreg.sample.desk;

import io.mpreg.api.Message;
import io.mpreg.api.MpregClient;
import io.mpreg.api.Registration;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.Ref;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.api.topic.SubscriptionSpec;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The desk itself: hears of an earthquake, finds out about it, and raises the alarm.
 *
 * <p>It uses all four systems: a subscription to {@code quake.#}, a graph of three functions, a
 * durable queue for alerts, and a cache behind one of the functions.
 */
@ApplicationScoped
public class Desk {

    /** The queue of alerts. */
    static final String ALERTS = "alerts";

    /** The magnitude from which an earthquake is an alert. */
    static final double ALERT_MAGNITUDE = 4.5;

    private final Deque<Registration> open = new ConcurrentLinkedDeque<>();

    @Inject MpregClient mpreg;
    @Inject QuakeFunctions functions;
    @Inject Ledger ledger;

    /** Provides the functions, then consumes alerts, then subscribes to earthquakes. */
    void open() {
        open.push(
                mpreg.rpc()
                        .register(
                                FunctionSpec.named("geo.nearest-airport")
                                        .resources("airports")
                                        .idempotent(true)
                                        .description("the airport nearest to a place"),
                                call ->
                                        functions.nearestAirport(
                                                call.arg(0, Double.class),
                                                call.arg(1, Double.class))));
        open.push(
                mpreg.rpc()
                        .register(
                                FunctionSpec.named("quake.energy").idempotent(true),
                                call -> functions.energy(call.arg(0, Double.class))));
        open.push(
                mpreg.rpc()
                        .register(
                                FunctionSpec.named("quake.severity").idempotent(true),
                                call ->
                                        Severity.of(
                                                call.kwarg("joules", Double.class),
                                                call.kwarg("depthKm", Double.class),
                                                call.kwarg("airportKm", Double.class))));
        mpreg.queues().create(QueueSpec.named(ALERTS));
        open.push(mpreg.queues().consume(ALERTS, Quake.class, this::alert));
        open.push(
                mpreg.topics()
                        .subscribe(
                                SubscriptionSpec.of("quake.#").onSlow(SlowConsumerPolicy.BLOCK),
                                Quake.class,
                                this::quake));
    }

    private void quake(Message<Quake> message) {
        Quake quake = message.body();
        String correlationId =
                message.headers().correlationId().orElseGet(() -> message.id().toString());
        RpcResult found = mpreg.rpc().execute(question(quake).correlationId(correlationId));
        EnrichedQuake enriched =
                new EnrichedQuake(
                        quake,
                        found.result("airport").as(NearestAirport.class),
                        found.result("energy").as(Double.class),
                        found.result("severity").as(Severity.class));
        if (quake.magnitude() >= ALERT_MAGNITUDE) {
            mpreg.queues()
                    .send(
                            ALERTS,
                            QueueMessage.of(quake)
                                    .topic(message.topic())
                                    .correlationId(correlationId));
            ledger.alertSent(quake.id());
        }
        ledger.enter(enriched, correlationId);
    }

    /** Airport and energy do not depend on each other; the severity depends on both. */
    static RpcRequest question(Quake quake) {
        return RpcRequest.of(
                Command.of("airport", "geo.nearest-airport", quake.latitude(), quake.longitude())
                        .resources("airports"),
                Command.of("energy", "quake.energy", quake.magnitude()),
                Command.of("severity", "quake.severity")
                        .kwarg("joules", Ref.to("energy"))
                        .kwarg("depthKm", quake.depthKm())
                        .kwarg("airportKm", Ref.to("airport").field("distanceKm")));
    }

    private void alert(Delivery<Quake> delivery) {
        String id = delivery.body().id();
        delivery.ack().thenAccept(first -> ledger.alertAcknowledged(id));
    }

    @PreDestroy
    void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
