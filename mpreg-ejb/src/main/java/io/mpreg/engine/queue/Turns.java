package io.mpreg.engine.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets what the store tells in one go take effect in one go: the messages that a force made safe
 * become visible under the lock of their queue once, and threads are woken when all of them are. A
 * thread that were woken for the first would find little, and be in the way of the others.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; each has its own turn.
 */
final class Turns {

    private final ThreadLocal<@Nullable Turn> current = new ThreadLocal<>();

    /** Runs something that tells of what is stored; all effects are there when it returns. */
    void during(Runnable telling) {
        if (current.get() != null) {
            telling.run();
            return;
        }
        Turn turn = new Turn();
        current.set(turn);
        try {
            telling.run();
        } finally {
            try {
                turn.show();
            } finally {
                current.remove();
                turn.wake();
            }
        }
    }

    /** The messages of a queue that are to be shown when this thread's turn ends, if it has one. */
    @Nullable List<Sending.Stored> arriving(LiveQueue queue) {
        Turn turn = current.get();
        return turn == null ? null : turn.of(queue);
    }

    /** Wakes somebody, now or when this thread's turn ends. */
    void wake(Runnable wake) {
        Turn turn = current.get();
        if (turn == null) {
            wake.run();
        } else {
            turn.wakes.add(wake);
        }
    }

    /** What one thread is told. */
    private static final class Turn {

        private final List<Group> groups = new ArrayList<>(2);
        private final List<Runnable> wakes = new ArrayList<>(4);

        private record Group(LiveQueue queue, List<Sending.Stored> messages) {}

        List<Sending.Stored> of(LiveQueue queue) {
            for (int i = groups.size() - 1; i >= 0; i--) {
                if (groups.get(i).queue == queue) {
                    return groups.get(i).messages;
                }
            }
            Group made = new Group(queue, new ArrayList<>());
            groups.add(made);
            return made.messages;
        }

        void show() {
            each(groups, group -> group.queue.intake().show(group.messages));
        }

        void wake() {
            each(wakes, Runnable::run);
        }

        /* One that fails must not keep the others from what is theirs. */
        private static <T> void each(List<T> all, Consumer<T> action) {
            RuntimeException failure = null;
            for (int i = 0; i < all.size(); i++) {
                try {
                    action.accept(all.get(i));
                } catch (RuntimeException e) {
                    if (failure == null) {
                        failure = e;
                    } else {
                        failure.addSuppressed(e);
                    }
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }
}
