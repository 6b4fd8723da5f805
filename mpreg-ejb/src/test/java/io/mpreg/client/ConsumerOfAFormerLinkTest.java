package io.mpreg.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Attachment;
import io.mpreg.api.ErrorCode;
import io.mpreg.api.Payload;
import io.mpreg.api.codec.ApplicationCodec;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.Delivery;
import io.mpreg.engine.session.PayloadCodec;
import io.mpreg.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two faults of consumers whose link broke. What they acknowledged while there was no link went to
 * the next node under its old id, which may have been another message's there: that one was lost.
 * And an exclusive one that came back before the node had noticed that it was gone got nothing any
 * more.
 */
class ConsumerOfAFormerLinkTest {

    private static final String ANY_ULID = "01J8XYZ0000000000000000000";

    private final Deque<Runnable> later = new ArrayDeque<>();
    private final List<Map<?, ?>> asked = new ArrayList<>();
    private final List<Delivery<Payload>> got = new ArrayList<>();
    private Link.Inbound inbound;
    private boolean taken;
    private final ProtocolClient client =
            new ProtocolClient(
                            new Node(),
                            ClientSettings.of("test"),
                            new Threads(),
                            new ApplicationCodec.Unbound(new PayloadCodec()))
                    .start();

    @AfterEach
    void stop() {
        client.close();
    }

    /** A node that says yes to everything, on the thread that asks. */
    private final class Node implements Connector {

        @Override
        public CompletionStage<Link> open(Link.Inbound to) {
            inbound = to;
            return CompletableFuture.completedFuture(
                    new Link() {
                        @Override
                        public void send(byte[] frame) {
                            Map<?, ?> request = (Map<?, ?>) Json.parse(frame);
                            asked.add(request);
                            answer(to, request);
                        }

                        @Override
                        public void close() {
                            to.closed("closed");
                        }
                    });
        }

        private void answer(Link.Inbound to, Map<?, ?> request) {
            Map<String, Object> reply = new LinkedHashMap<>();
            boolean refused = taken && request.get("op").equals("queue.consume");
            reply.put("op", refused ? "error" : "ok");
            reply.put("id", request.get("id"));
            reply.put("consumer", "c");
            if (refused) {
                reply.put("code", ErrorCode.CONFLICT.id());
                reply.put("message", "queue 'q' has an exclusive consumer");
                reply.put("details", Map.of());
            }
            to.frame(Json.write(reply));
        }

        @Override
        public Attachment attachment() {
            return Attachment.REMOTE;
        }

        @Override
        public String target() {
            return "here";
        }
    }

    /** Runs everything at once, and what is for later when it is told to. */
    private final class Threads implements ClientThreads {

        @Override
        public Executor callbacks() {
            return Runnable::run;
        }

        @Override
        public Runnable after(Duration delay, Runnable action) {
            later.add(action);
            return () -> later.remove(action);
        }

        @Override
        public long millis() {
            return 0;
        }

        @Override
        public void close() {
            // There are none.
        }
    }

    private void consume(boolean exclusive) {
        ConsumerSpec spec = ConsumerSpec.of("q").id("c");
        client.queues()
                .<Payload>consume(exclusive ? spec.exclusive(true) : spec, Payload.class, got::add);
    }

    private void deliver(String id) {
        String frame =
                "{\"op\":\"delivery\",\"consumer\":\"c\",\"queue\":\"q\",\"delivery\":\""
                        + id
                        + "\",\"messageId\":\""
                        + ANY_ULID
                        + "\",\"topic\":null,\"payload\":1,\"headers\":{},\"attempt\":1,"
                        + "\"timestamp\":\"2026-01-01T00:00:00Z\"}";
        inbound.frame(frame.getBytes(StandardCharsets.UTF_8));
    }

    /* Everything that is due by then, which may bring more. */
    private void passSomeTime() {
        for (Runnable action : List.copyOf(later)) {
            if (later.remove(action)) {
                action.run();
            }
        }
    }

    private long asked(String op) {
        return asked.stream().filter(request -> request.get("op").equals(op)).count();
    }

    @Test
    void whatWasAcknowledgedWithoutALinkDoesNotGoToTheNextNode() {
        consume(false);
        deliver("1-0");
        inbound.closed("cut");
        CompletableFuture<Boolean> outcome = got.get(0).ack().toCompletableFuture();
        passSomeTime();
        assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
        deliver("1-0");
        passSomeTime();
        assertThat(asked("queue.ack")).isZero();
        assertThat(outcome).isCompletedExceptionally();
        assertThat(got.get(1).ack().toCompletableFuture()).isCompleted();
        assertThat(asked("queue.ack")).isEqualTo(1);
    }

    @Test
    void anExclusiveConsumerComesBackWhenTheNodeNotices() {
        consume(true);
        taken = true;
        inbound.closed("cut");
        passSomeTime();
        assertThat(client.state()).isEqualTo(ConnectionState.CONNECTED);
        passSomeTime();
        long before = asked("queue.consume");
        taken = false;
        passSomeTime();
        assertThat(asked("queue.consume")).isEqualTo(before + 1);
        deliver("1-0");
        assertThat(got).hasSize(1);
        passSomeTime();
        assertThat(asked("queue.consume")).as("nothing is asked again").isEqualTo(before + 1);
    }
}
