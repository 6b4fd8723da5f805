package io.mpreg.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.Attachment;
import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.api.Payload;
import io.mpreg.api.codec.ApplicationCodec;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.SendReceipt;
import io.mpreg.engine.session.PayloadCodec;
import io.mpreg.wire.json.Json;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client whose node refuses for want of room. */
class RestraintTest {

    private static final String ANY_ULID = "01J8XYZ0000000000000000000";
    private static final int MANY = 32;
    private static final int ADVICE_MS = 200;

    private long millis;
    private int sends;
    private boolean full;
    private boolean silent;
    private final Deque<Runnable> unsaid = new ArrayDeque<>();
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

    /** A node that answers on the thread that asks. */
    private final class Node implements Connector {

        @Override
        public CompletionStage<Link> open(Link.Inbound to) {
            return CompletableFuture.completedFuture(
                    new Link() {
                        @Override
                        public void send(byte[] frame) {
                            answer(to, (Map<?, ?>) Json.parse(frame));
                        }

                        @Override
                        public void close() {
                            to.closed("closed");
                        }
                    });
        }

        private void answer(Link.Inbound to, Map<?, ?> request) {
            Map<String, Object> reply = new LinkedHashMap<>();
            boolean send = request.get("op").equals("queue.send");
            sends += send ? 1 : 0;
            reply.put("op", send && full ? "error" : "ok");
            reply.put("id", request.get("id"));
            reply.put("messageId", ANY_ULID);
            reply.put("durability", "DISK");
            if (send && full) {
                reply.put("code", ErrorCode.LIMIT_REACHED.id());
                reply.put("message", "queue 'q' is at its capacity of 1 messages");
                reply.put("details", Map.of("limit", 1, "retryAfterMs", ADVICE_MS));
            }
            Runnable answer = () -> to.frame(Json.write(reply));
            if (silent) {
                unsaid.add(answer);
            } else {
                answer.run();
            }
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

    /** Runs everything at once, and nothing later. */
    private final class Threads implements ClientThreads {

        @Override
        public Executor callbacks() {
            return Runnable::run;
        }

        @Override
        public Runnable after(Duration delay, Runnable action) {
            return () -> {};
        }

        @Override
        public long millis() {
            return millis;
        }

        @Override
        public void close() {
            // There are none.
        }
    }

    private CompletableFuture<SendReceipt> send() {
        return client.queues()
                .sendAsync("q", QueueMessage.of(Payload.json("1")))
                .toCompletableFuture();
    }

    /* The node says what it has kept to itself. */
    private void replies(int count) {
        for (int i = 0; i < count; i++) {
            unsaid.remove().run();
        }
    }

    private void beRefused(int times) {
        full = true;
        for (int i = 0; i < times; i++) {
            assertThat(send()).isCompletedExceptionally();
        }
    }

    @Test
    void manyRefusalsInARowKeepFurtherOnesFromTheNode() {
        beRefused(MANY);
        assertThat(sends).isEqualTo(MANY);
        CompletableFuture<SendReceipt> kept = send();
        assertThat(sends).as("what went to the node").isEqualTo(MANY);
        assertThat(kept.handle((receipt, failure) -> failure).join())
                .isInstanceOfSatisfying(
                        MpregLimitException.class,
                        e -> {
                            assertThat(e.details()).containsKey("retryAfterMs");
                            assertThat(e.getStackTrace()).isEmpty();
                        });
        assertThatThrownBy(() -> client.queues().send("q", QueueMessage.of(Payload.json("1"))))
                .isInstanceOf(MpregLimitException.class)
                .hasMessageContaining("capacity")
                .satisfies(e -> assertThat(e.getStackTrace()).isNotEmpty());
        assertThat(client.queues().sendAsync("other", QueueMessage.of(Payload.json("1"))))
                .satisfies(other -> assertThat(sends).isEqualTo(MANY + 1));
    }

    @Test
    void theNodeIsAskedAgainWhenItsAdviceIsOver() {
        beRefused(MANY + 1);
        millis += ADVICE_MS - 1;
        beRefused(1);
        assertThat(sends).isEqualTo(MANY);
        millis += 1;
        full = false;
        assertThat(send()).isCompleted();
        assertThat(sends).isEqualTo(MANY + 1);
        beRefused(MANY);
        assertThat(sends).as("it begins anew").isEqualTo(2 * MANY + 1);
    }

    private void beTaken(int times) {
        full = false;
        for (int i = 0; i < times; i++) {
            assertThat(send()).isCompleted();
        }
    }

    @Test
    void whoeverIsRefusedNowAndThenIsNeverKept() {
        for (int i = 0; i < 10 * MANY; i++) {
            beRefused(1);
            beTaken(1);
        }
        beRefused(MANY - 1);
        full = false;
        assertThat(client.queues().send("q", QueueMessage.of(Payload.json("1"))).messageId())
                .hasToString(ANY_ULID);
        assertThat(sends).isEqualTo(21 * MANY);
    }

    @Test
    void whoeverIsRefusedForTheMostPartIsKept() {
        for (int i = 0; i < 10 * MANY; i++) {
            full = i % 3 > 0;
            send();
        }
        assertThat(sends).isLessThan(4 * MANY);
    }

    @Test
    void thePaceComesBackWithWhatIsTaken() {
        beRefused(MANY);
        millis += ADVICE_MS;
        silent = true;
        full = false;
        for (int i = 0; i < 3 * MANY; i++) {
            send();
        }
        assertThat(sends).as("so many try it").isEqualTo(2 * MANY);
        replies(MANY);
        for (int i = 0; i < 3 * MANY; i++) {
            send();
        }
        assertThat(sends).as("two for each that was taken").isEqualTo(4 * MANY);
        silent = false;
        replies(2 * MANY);
        beTaken(20_000);
        silent = true;
        for (int i = 0; i < 9_000; i++) {
            send();
        }
        assertThat(sends).as("nothing is watched any more").isEqualTo(4 * MANY + 29_000);
    }

    @Test
    void thoseThatTriedAreNotWaitedForLong() {
        beRefused(MANY);
        millis += ADVICE_MS;
        silent = true;
        for (int i = 0; i < 2 * MANY; i++) {
            send();
        }
        assertThat(sends).isEqualTo(2 * MANY);
        millis += 100;
        for (int i = 0; i < 2 * MANY; i++) {
            send();
        }
        assertThat(sends).isEqualTo(3 * MANY);
    }

    @Test
    void aBlockingSendThatTheNodeRefusesShowsWhereItWas() {
        full = true;
        assertThatThrownBy(() -> client.queues().send("q", QueueMessage.of(Payload.json("1"))))
                .isInstanceOfSatisfying(
                        MpregException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_REACHED);
                            assertThat(e.getStackTrace()).isNotEmpty();
                        });
    }

    @Test
    void theLimitsOfTheClientItselfComeWithAdviceToo() {
        Pending pending = new Pending(1, new Threads());
        pending.add(Request.op("ping"), Duration.ofSeconds(30), new Reply.Whole(() -> {}));
        assertThatThrownBy(
                        () ->
                                pending.add(
                                        Request.op("ping"),
                                        Duration.ofSeconds(30),
                                        new Reply.Whole(() -> {})))
                .isInstanceOfSatisfying(
                        MpregLimitException.class,
                        e -> assertThat(e.details()).containsKey("retryAfterMs"));
    }
}
