package io.mpreg.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientPartsTest {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Integer> done = new ArrayList<>();

    @Test
    void aMailboxKeepsTheOrderAndItsBound() {
        Mailbox mailbox = new Mailbox(tasks::add, 100);
        for (int i = 0; i < 100; i++) {
            int number = i;
            assertThat(mailbox.offer(() -> done.add(number))).isTrue();
        }
        assertThat(mailbox.offer(() -> done.add(-1))).isFalse();
        assertThat(tasks).hasSize(1);
        tasks.remove().run();
        assertThat(done).as("one turn leaves the thread to others").hasSizeLessThan(100);
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
        assertThat(done).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void aClosedMailboxTakesAndRunsNothing() {
        Mailbox mailbox = new Mailbox(tasks::add, 10);
        mailbox.offer(() -> done.add(1));
        mailbox.close();
        tasks.remove().run();
        assertThat(mailbox.offer(() -> done.add(2))).isFalse();
        assertThat(done).isEmpty();
    }

    @Test
    void aMailboxWithoutThreadsRefuses() {
        Mailbox mailbox =
                new Mailbox(
                        task -> {
                            throw new RejectedExecutionException();
                        },
                        10);
        assertThat(mailbox.offer(() -> done.add(1))).isFalse();
        assertThat(mailbox.offer(() -> done.add(2))).isFalse();
    }

    @Test
    void waitsDoubleUpToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
        long full = 100;
        for (int i = 0; i < 20; i++) {
            assertThat(backoff.next().toMillis()).isBetween(full - full / 2, full);
            full = Math.min(1000, full * 2);
        }
        backoff.reset();
        assertThat(backoff.next().toMillis()).isBetween(50L, 100L);
    }

    @Test
    void idsAreTheCallersOrNew() {
        Ids ids = new Ids();
        assertThat(ids.of(Optional.of("mine"), "c")).isEqualTo("mine");
        assertThat(ids.of(Optional.empty(), "c")).isNotEqualTo(ids.of(Optional.empty(), "c"));
    }

    @Test
    void whoMissesAtTheSameTimeLoadsOnce() {
        Flights flights = new Flights();
        Payload outer =
                flights.join("r", "k", () -> flights.join("r", "k", () -> Payload.json("1")));
        assertThat(outer.text()).as("a loader may ask for its own key").isEqualTo("1");
        assertThatThrownBy(
                        () ->
                                flights.join(
                                        "r",
                                        "k",
                                        () -> {
                                            throw new java.io.IOException("on purpose");
                                        }))
                .isInstanceOfSatisfying(
                        MpregException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.EXECUTION_FAILED))
                .hasCauseInstanceOf(java.io.IOException.class);
        assertThat(flights.join("r", "k", () -> Payload.json("2")).text()).isEqualTo("2");
    }

    @Test
    void failuresAreUnwrapped() {
        MpregException known = MpregException.of(ErrorCode.CONFLICT, "x");
        assertThat(Failures.unwrapped(new CompletionException(new ExecutionException(known))))
                .isSameAs(known);
        assertThat(Failures.unwrapped(new IllegalStateException("x")).code())
                .isEqualTo(ErrorCode.INTERNAL);
    }

    @Test
    void optionsAreCheckedAndKeepSecretsToThemselves() {
        RemoteOptions options =
                RemoteOptions.to("ws://a/mpreg/ws", " wss://b/mpreg/ws ")
                        .application("app")
                        .basic("user", "secret");
        assertThat(options.urls()).hasSize(2);
        assertThat(options.credentials().orElseThrow().header())
                .isEqualTo("Basic dXNlcjpzZWNyZXQ=");
        assertThat(options.bearer("t").credentials().orElseThrow().header()).isEqualTo("Bearer t");
        assertThat(options.toString()).contains("app").doesNotContain("Basic", "secret");
        assertThatThrownBy(() -> RemoteOptions.to("http://a"))
                .isInstanceOf(MpregRequestException.class)
                .hasMessageContaining("must begin with ws:// or wss://");
        assertThatThrownBy(() -> RemoteOptions.to("ws://a b"))
                .hasMessageContaining("'ws://a b' is no URL");
        assertThatThrownBy(RemoteOptions::to).hasMessageContaining("at least one");
    }
}
