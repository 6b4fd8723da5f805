package io.mpreg.api.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Attachment;
import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregClient;
import io.mpreg.api.MpregException;
import io.mpreg.api.Registration;
import io.mpreg.api.topic.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class StandingTest {

    private final List<String> registered = new ArrayList<>();

    /** A registration that is known by its place. */
    private record Registered(String id, List<String> registered) implements Registration {
        @Override
        public void close() {
            registered.remove(id);
        }
    }

    private static Reached reached() {
        return new Reached(
                Partial.of(MpregClient.class, new Object()), Attachment.SHARED, Optional.empty());
    }

    private Standing<Registration> standing() {
        return new Standing<>(
                "it",
                (client, id) -> {
                    String name = id.map(known -> known + "+").orElse("first");
                    registered.add(name);
                    return new Registered(name, registered);
                });
    }

    @Test
    void itMovesToTheNextNodeAndKeepsItsId() {
        Standing<Registration> standing = standing();
        Reached first = reached();
        assertThat(standing.place(first, at -> true)).isTrue();
        assertThat(standing.place(first, at -> true)).isTrue();
        assertThat(registered).containsExactly("first");
        assertThat(standing.place(reached(), at -> true)).isTrue();
        assertThat(registered).containsExactly("first+");
    }

    @Test
    void whoComesLateWithAnEarlierNodeChangesNothing() {
        Standing<Registration> standing = standing();
        Reached first = reached();
        Reached second = reached();
        standing.place(second, at -> at == second);
        assertThat(standing.place(first, at -> at == second)).isFalse();
        assertThat(registered).containsExactly("first");
        assertThat(standing.isAt(second)).isTrue();
    }

    @Test
    void whatIsTakenBackIsNotPlacedAgain() {
        Standing<Registration> standing = standing();
        standing.place(reached(), at -> true);
        assertThat(standing.end(registration -> true)).isTrue();
        assertThat(standing.end(registration -> true)).isFalse();
        standing.close();
        assertThat(standing.place(reached(), at -> true)).isTrue();
        assertThat(registered).containsExactly("first");
    }

    @Test
    void whatIsTakenBackWhileItIsPlacedGoesWhenItIsInPlace() {
        List<Standing<Registration>> self = new ArrayList<>();
        Standing<Registration> standing =
                new Standing<>(
                        "it",
                        (client, id) -> {
                            registered.add("x");
                            self.get(0).close();
                            return new Registered("x", registered);
                        });
        self.add(standing);
        standing.place(reached(), at -> true);
        assertThat(standing.isOpen()).isFalse();
        assertThat(registered).isEmpty();
    }

    /** A part of a subscription. */
    private record Ends(CompletableFuture<Void> stage) {
        String id() {
            return "s";
        }

        CompletionStage<Void> ended() {
            return stage;
        }

        boolean unsubscribe() {
            stage.complete(null);
            return true;
        }
    }

    @Test
    void whatItsNodeEndsIsNotPlacedAgain() {
        List<CompletableFuture<Void>> stages = new ArrayList<>();
        Standing<Subscription> standing =
                new Standing<>(
                        "it",
                        (client, id) -> {
                            stages.add(new CompletableFuture<>());
                            Ends ends = new Ends(stages.get(stages.size() - 1));
                            return Partial.of(Subscription.class, ends);
                        });
        standing.place(reached(), at -> true);
        // One whose node is replaced ends normally, and has its place at the next one.
        standing.place(reached(), at -> true);
        assertThat(stages).hasSize(2);
        assertThat(stages.get(0)).isCompleted();
        assertThat(standing.ended().toCompletableFuture()).isNotDone();
        MpregException why = MpregException.of(ErrorCode.LIMIT_REACHED, "too slow");
        stages.get(1).completeExceptionally(why);
        assertThat(standing.isOpen()).isFalse();
        assertThat(standing.ended().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCause(why);
        standing.place(reached(), at -> true);
        assertThat(stages).hasSize(2);
    }

    @Test
    void whatGoesWithItsConnectionIsNotAskedToClose() {
        Standing<Registration> standing = standing();
        standing.place(reached(), at -> true);
        standing.leave();
        assertThat(standing.isOpen()).isFalse();
        assertThat(registered).containsExactly("first");
        standing.place(reached(), at -> true);
        assertThat(registered).containsExactly("first");
    }
}
