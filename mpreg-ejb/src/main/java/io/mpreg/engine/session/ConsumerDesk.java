package io.mpreg.engine.session;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.Refusal;
import io.mpreg.engine.queue.Acknowledgements;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The consumers of one session, and their deliveries that are not settled. */
final class ConsumerDesk {

    private final Session session;
    private final Map<String, Intake> consumers = new ConcurrentHashMap<>();
    private final Map<String, Intake> deliveries = new ConcurrentHashMap<>();

    ConsumerDesk(Session session) {
        this.session = session;
    }

    static void operations(Operations all) {
        all.family(session -> session.desks().consumers())
                .slow("queue.consume", ConsumerDesk::consume)
                .slow("queue.cancel", ConsumerDesk::cancel)
                .swift("queue.ack", ConsumerDesk::ack)
                .swift("queue.nack", ConsumerDesk::nack)
                .swift("queue.extend", ConsumerDesk::extend);
    }

    private void consume(Fields fields, Answer answer) {
        String id =
                fields.optionalText("consumer")
                        .orElseGet(() -> session.host().ulids().next().toString());
        int prefetch = fields.whole("prefetch", 0, 1);
        Intake intake = new Intake(session, id, fields.flag("autoAck", false), deliveries);
        ConsumerSpec spec =
                new ConsumerSpec(
                        fields.text("queue"),
                        Optional.of(id),
                        fields.optionalText("group"),
                        prefetch,
                        false,
                        fields.flag("exclusive", false));
        Intake before = consumers.remove(id);
        if (before != null) {
            before.lose();
        }
        Consumer consumer = session.client().queues().<Payload>consume(spec, Payload.class, intake);
        intake.takes(consumer, prefetch);
        consumers.put(id, intake);
        answer.ok("consumer", id);
        intake.open();
        if (session.isOver()) {
            close();
        }
    }

    private void cancel(Fields fields, Answer answer) {
        String id = fields.text("consumer");
        Intake intake = consumers.remove(id);
        if (intake == null) {
            throw MpregRequestException.notFound("consumer", id);
        }
        intake.close();
        answer.ok();
    }

    void credit(String id, int n) {
        Intake intake = consumers.get(id);
        if (intake == null) {
            throw MpregRequestException.notFound("consumer", id);
        }
        intake.allow(n);
    }

    private void ack(Fields fields, Answer answer) {
        List<String> ids = new ArrayList<>(fields.texts("deliveries"));
        fields.optionalText("delivery").ifPresent(ids::add);
        if (ids.isEmpty() && !fields.has("deliveries")) {
            throw fields.wrong("delivery", "it is missing, and so are deliveries");
        }
        List<CompletableFuture<Boolean>> acks = new ArrayList<>(ids.size());
        for (String id : ids) {
            Delivery<Payload> delivery = taken(id);
            if (delivery != null) {
                acks.add(delivery.ack().toCompletableFuture());
            }
        }
        CompletableFuture<Void> all =
                CompletableFuture.allOf(acks.toArray(CompletableFuture<?>[]::new));
        answer.later(
                all,
                done -> {
                    long count = acks.stream().filter(CompletableFuture::join).count();
                    return new Object[] {"acknowledged", count};
                });
    }

    /** An acknowledgement in its compact form. */
    void ack(long number, String id) {
        long started = session.host().platform().clock().nanos();
        session.inOrder(
                () -> ack(number, id, started),
                refusal -> session.refuse(number, "queue.ack", started, refusal));
    }

    private void ack(long number, String id, long started) {
        Delivery<Payload> delivery = taken(id);
        CompletionStage<Boolean> outcome =
                delivery == null ? CompletableFuture.completedFuture(false) : delivery.ack();
        outcome.whenComplete(
                (acknowledged, failure) -> {
                    if (failure != null) {
                        session.refuse(number, "queue.ack", started, failure);
                    } else {
                        session.requests().completed(true, started);
                        session.send(new Acknowledged(number, acknowledged ? 1 : 0), true);
                    }
                });
    }

    /** Several acknowledgements in their compact form. */
    void ack(long number, List<String> ids) {
        long started = session.host().platform().clock().nanos();
        session.inOrder(
                () -> ack(number, ids, started),
                refusal -> session.refuse(number, "queue.ack", started, refusal));
    }

    private void ack(long number, List<String> ids, long started) {
        BitSet failed = new BitSet(ids.size());
        List<Delivery<Payload>> found = new ArrayList<>(ids.size());
        int[] places = new int[ids.size()];
        for (int place = 0; place < places.length; place++) {
            Delivery<Payload> delivery = taken(ids.get(place));
            if (delivery == null) {
                failed.set(place);
            } else {
                places[found.size()] = place;
                found.add(delivery);
            }
        }
        Acknowledgements.of(found)
                .whenComplete(
                        (done, failure) -> {
                            if (failure != null) {
                                session.refuse(number, "queue.ack", started, failure);
                                return;
                            }
                            for (int i = done.nextClearBit(0); i < found.size(); ) {
                                failed.set(places[i]);
                                i = done.nextClearBit(i + 1);
                            }
                            session.requests().completed(true, started);
                            session.send(new AllAcknowledged(number, places.length, failed), true);
                        });
    }

    private void nack(Fields fields, Answer answer) {
        Refusal refusal =
                new Refusal(
                        fields.choice("action", Refusal.Action.class, Refusal.Action.REQUEUE),
                        fields.millis("delayMs", Duration.ZERO),
                        fields.text("reason", ""));
        String id = fields.text("delivery");
        Delivery<Payload> delivery = taken(id);
        if (delivery == null) {
            throw MpregRequestException.notFound("delivery", id);
        }
        answer.later(delivery.nack(refusal), settled -> new Object[] {"settled", settled});
    }

    private void extend(Fields fields, Answer answer) {
        String id = fields.text("delivery");
        Duration time = Duration.ofMillis(fields.whole("ms", 0));
        Intake intake = deliveries.get(id);
        Delivery<Payload> delivery = intake == null ? null : intake.find(id);
        if (delivery == null) {
            throw MpregRequestException.notFound("delivery", id);
        }
        answer.later(
                delivery.extend(time),
                extended -> {
                    if (!extended) {
                        throw MpregRequestException.notFound("delivery", id);
                    }
                    return new Object[0];
                });
    }

    private @Nullable Delivery<Payload> taken(String id) {
        Intake intake = deliveries.remove(id);
        return intake == null ? null : intake.take(id);
    }

    void close() {
        consumers.values().removeIf(Intake::loseQuietly);
        deliveries.clear();
    }
}
