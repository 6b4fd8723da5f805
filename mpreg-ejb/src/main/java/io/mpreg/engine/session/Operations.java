package io.mpreg.engine.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The operations of the protocol by name.
 *
 * <p><b>Threads.</b> Immutable once it is built.
 */
final class Operations {

    private static final Predicate<String> ALWAYS =
            op -> op.equals("hello") || op.equals("ping") || op.startsWith("transport.");

    private final Map<String, Entry> entries = new HashMap<>();

    /** All there are. */
    static Operations all() {
        Operations all = new Operations();
        GreetingDesk.operations(all);
        TopicDesk.operations(all);
        QueueDesk.operations(all);
        ConsumerDesk.operations(all);
        CallDesk.operations(all);
        ProviderDesk.operations(all);
        CacheDesk.operations(all);
        MonitorDesk.operations(all);
        ClusterDesk.operations(all);
        LinkDesk.operations(all);
        return all;
    }

    /**
     * An operation.
     *
     * @param mayBlock whether it may wait for something, or takes long
     * @param isAlways whether it is carried out though the breaker is open: signs of life, and what
     *     operators need
     */
    record Entry(Operation<Session> operation, boolean mayBlock, boolean isAlways) {}

    /** Adds to the operations of one part of a session. */
    static final class Family<D> {

        private final Operations all;
        private final Function<Session, D> desk;

        private Family(Operations all, Function<Session, D> desk) {
            this.all = all;
            this.desk = desk;
        }

        /** An operation that never waits. */
        Family<D> swift(String op, Operation<D> operation) {
            return add(op, operation, false);
        }

        /** An operation that may wait for something, or takes long. */
        Family<D> slow(String op, Operation<D> operation) {
            return add(op, operation, true);
        }

        private Family<D> add(String op, Operation<D> operation, boolean mayBlock) {
            Operation<Session> whole =
                    (session, fields, answer) -> operation.run(desk.apply(session), fields, answer);
            if (all.entries.put(op, new Entry(whole, mayBlock, ALWAYS.test(op))) != null) {
                throw new IllegalStateException("two operations '" + op + "'");
            }
            return this;
        }
    }

    <D> Family<D> family(Function<Session, D> desk) {
        return new Family<>(this, desk);
    }

    @Nullable Entry find(String op) {
        return entries.get(op);
    }

    Set<String> names() {
        return entries.keySet();
    }
}
