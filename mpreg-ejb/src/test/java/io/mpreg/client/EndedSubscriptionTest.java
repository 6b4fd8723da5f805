package io.mpreg.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.Attachment;
import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.api.Payload;
import io.mpreg.api.codec.ApplicationCodec;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.engine.session.PayloadCodec;
import io.mpreg.wire.json.Json;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A subscription that the node has ended is not put in place again, and its owner learns why. */
class EndedSubscriptionTest {

    private static final String ANY_ULID = "01J8XYZ0000000000000000000";

    private final Deque<Runnable> later = new ArrayDeque<>();
    private final List<Map<?, ?>> asked = new ArrayList<>();
    private final List<String> got = new ArrayList<>();
    private Link.Inbound inbound;
    private Runnable beforeReply = () -> {};
    private boolean refuses;
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

    /** A node that says yes to everything but what it refuses, on the thread that asks. */
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
            boolean refused = refuses && request.get("op").equals("subscribe");
            if (request.get("op").equals("subscribe")) {
                beforeReply.run();
            }
            reply.put("op", refused ? "error" : "ok");
            reply.put("id", request.get("id"));
            if (refused) {
                reply.put("code", "MPREG-1429");
                reply.put("message", "no room");
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

    /** Callbacks run at once; everything else when the test says so. */
    private final class Threads implements ClientThreads {

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public long millis() {
            return 0;
        }

        @Override
        public Executor callbacks() {
            return Runnable::run;
        }

        @Override
        public Runnable after(Duration delay, Runnable task) {
            if (delay.compareTo(Duration.ofSeconds(1)) < 0) {
                later.add(task);
            }
            return () -> later.remove(task);
        }

        @Override
        public void close() {}
    }

    private Subscription subscribe(String id) {
        return subscribe(SubscriptionSpec.of("a.#").id(id), "");
    }

    private Subscription subscribe(SubscriptionSpec spec, String prefix) {
        return client.topics()
                .<Payload>subscribe(
                        spec, Payload.class, message -> got.add(prefix + message.topic()));
    }

    private Map<?, ?> lastSubscribe() {
        return asked.stream()
                .filter(request -> request.get("op").equals("subscribe"))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private void message(String id) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("op", "message");
        frame.put("subscription", id);
        frame.put("topic", "a.b");
        frame.put("payload", 1);
        frame.put("headers", Map.of());
        frame.put("messageId", ANY_ULID);
        frame.put("timestamp", "2026-01-01T00:00:00.000Z");
        frame.put("replayed", false);
        inbound.frame(Json.write(frame));
    }

    private void end(String id, Object tag) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("op", "subscription.ended");
        frame.put("subscription", id);
        frame.put("tag", tag);
        frame.put("code", "MPREG-1429");
        frame.put("message", "too slow; do this");
        frame.put("details", Map.of("topic", "a.b"));
        inbound.frame(Json.write(frame));
    }

    private void reconnect() {
        inbound.closed("cut");
        while (!later.isEmpty()) {
            later.poll().run();
        }
    }

    @Test
    void tellsWhyAndDoesNotComeBack() {
        Subscription ending = subscribe("s");
        Subscription other = subscribe("o");
        Object tag = asked.get(asked.size() - 2).get("tag");
        message("s");
        end("s", tag);
        message("s");
        assertThat(got).hasSize(1);
        assertThatThrownBy(() -> ending.ended().toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        MpregLimitException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_REACHED);
                            assertThat(e).hasMessage("too slow; do this");
                            assertThat(e.details()).containsEntry("topic", "a.b");
                        });
        assertThat(ending.unsubscribe()).isFalse();
        asked.clear();
        reconnect();
        assertThat(asked.stream().<Object>map(request -> request.get("subscription")))
                .contains("o")
                .doesNotContain("s");
        assertThat(other.ended().toCompletableFuture()).isNotDone();
        other.close();
        assertThat(other.ended().toCompletableFuture()).isCompleted();
    }

    @Test
    void isNotTakenForTheOneThatReplacesIt() {
        Subscription former = subscribe("s");
        Object tag = lastSubscribe().get("tag");
        beforeReply = () -> end("s", tag);
        Subscription later = subscribe("s");
        assertThat(former.ended().toCompletableFuture()).isCompletedExceptionally();
        assertThat(later.ended().toCompletableFuture()).isNotDone();
        message("s");
        assertThat(got).hasSize(1);
    }

    @Test
    void doesNotComeBackWhereItsSuccessorIsRefused() {
        Subscription former = subscribe("s");
        Object tag = lastSubscribe().get("tag");
        refuses = true;
        beforeReply = () -> end("s", tag);
        assertThatThrownBy(() -> subscribe("s")).isInstanceOf(MpregException.class);
        refuses = false;
        beforeReply = () -> {};
        assertThat(former.ended().toCompletableFuture()).isCompletedExceptionally();
        asked.clear();
        reconnect();
        assertThat(asked.stream().<Object>map(request -> request.get("op")))
                .doesNotContain("subscribe");
    }

    @Test
    void remainsWhereItsSuccessorIsRefused() {
        Subscription former = subscribe("s");
        refuses = true;
        beforeReply = () -> message("s");
        assertThatThrownBy(() -> subscribe(SubscriptionSpec.of("b").id("s"), "refused "))
                .isInstanceOf(MpregException.class);
        beforeReply = () -> {};
        message("s");
        assertThat(got).containsExactly("a.b", "a.b");
        assertThat(former.ended().toCompletableFuture()).isNotDone();
        refuses = false;
        asked.clear();
        reconnect();
        assertThat(lastSubscribe().get("subscription")).isEqualTo("s");
        end("s", lastSubscribe().get("tag"));
        assertThat(former.ended().toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void endsWithItsClient() {
        Subscription subscription = subscribe("s");
        client.close();
        assertThat(subscription.ended().toCompletableFuture()).isCompleted();
    }
}
