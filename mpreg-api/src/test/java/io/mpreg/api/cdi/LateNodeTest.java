package io.mpreg.api.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Registration;
import io.mpreg.api.codec.Codecs;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.client.ClientThreads;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the client of an application does, step by step. */
class LateNodeTest {

    /** Threads and time in the hands of the test. */
    private static final class ByHand implements ClientThreads {
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private final Deque<Runnable> later = new ArrayDeque<>();
        private final List<Duration> delays = new ArrayList<>();
        private boolean closed;

        @Override
        public Executor callbacks() {
            return tasks::add;
        }

        @Override
        public Runnable after(Duration delay, Runnable action) {
            delays.add(delay);
            later.add(action);
            return () -> {};
        }

        @Override
        public long millis() {
            return 0;
        }

        @Override
        public void close() {
            closed = true;
        }

        void runAll() {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        }

        void passTime() {
            while (!later.isEmpty()) {
                later.remove().run();
            }
            runAll();
        }
    }

    private final ByHand hand = new ByHand();
    private final LateNode node =
            new LateNode(
                    () ->
                            new Application(
                                    "app",
                                    new Settings(Optional.empty(), Duration.ofMillis(1)),
                                    hand,
                                    Runnable::run,
                                    Codecs.standard(getClass().getClassLoader())));

    @AfterEach
    void close() {
        node.close();
        assertThat(hand.closed).isTrue();
    }

    private static Standing<Registration> function(String name) {
        return new Standing<>(
                "function " + name,
                (client, id) -> client.rpc().register(FunctionSpec.named(name), context -> 1));
    }

    @Test
    void whatFailsIsTriedAgainLessAndLessOften() {
        try (MemoryNode here = MemoryNode.published("here")) {
            Registration other =
                    here.client("other", Codecs.plain())
                            .rpc()
                            .register(FunctionSpec.named("taken"), context -> 2);
            node.registerLater(List.of(function("taken"), function("free")));
            hand.runAll();
            assertThat(here.registered()).containsExactly("function free", "function taken");
            for (int i = 0; i < 6; i++) {
                hand.passTime();
            }
            assertThat(hand.delays)
                    .extracting(Duration::toSeconds)
                    .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
            other.close();
            assertThat(here.registered()).containsExactly("function free");
            hand.passTime();
            assertThat(here.registered()).containsExactly("function free", "function taken");
            hand.passTime();
            assertThat(hand.later).isEmpty();
        }
    }

    @Test
    void nothingRunsOnTheThreadThatPublishesANode() {
        node.registerLater(List.of(function("f")));
        hand.runAll();
        assertThat(hand.later).as("without a node there is nothing to try").isEmpty();
        try (MemoryNode here = MemoryNode.published("here")) {
            assertThat(here.registered()).isEmpty();
            hand.runAll();
            assertThat(here.registered()).containsExactly("function f");
        }
        assertThatThrownBy(node::client)
                .as("a node that was withdrawn is not used any more")
                .isInstanceOfSatisfying(
                        MpregException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    @Test
    void whatWasTakenBackIsNotPutInPlaceAtTheNextNode() {
        Standing<Registration> standing = function("f");
        try (MemoryNode first = MemoryNode.published("first")) {
            new LateRegistration<>(node, node.register(standing)).close();
            assertThat(first.registered()).isEmpty();
        }
        try (MemoryNode second = MemoryNode.published("second")) {
            hand.runAll();
            assertThat(second.registered()).isEmpty();
        }
    }

    @Test
    void aFailedRegistrationIsTheCallersAndNotKept() {
        try (MemoryNode here = MemoryNode.published("here")) {
            node.register(function("f"));
            assertThatThrownBy(() -> node.register(function("f")))
                    .isInstanceOfSatisfying(
                            MpregException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
            assertThat(here.registered()).containsExactly("function f");
        }
        try (MemoryNode next = MemoryNode.published("next")) {
            hand.runAll();
            assertThat(next.registered()).containsExactly("function f");
            assertThat(hand.later).isEmpty();
        }
    }

    @Test
    void whereTheNodeDoesNotAnswerOnlyOneWaitsForIt() {
        List<String> asked = new ArrayList<>();
        List<Standing<Registration>> all = new ArrayList<>();
        for (String name : List.of("first", "second")) {
            all.add(
                    new Standing<>(
                            name,
                            (client, id) -> {
                                asked.add(name);
                                throw MpregException.of(ErrorCode.UNAVAILABLE, "no answer");
                            }));
        }
        try (MemoryNode here = MemoryNode.published("here")) {
            node.registerLater(all);
            hand.runAll();
            hand.passTime();
            assertThat(asked).containsExactly("first", "first");
            assertThat(here.registered()).isEmpty();
        }
    }
}
