package io.mpreg.engine.queue;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The consumer groups of a queue, at least one. Guarded by the queue's lock, but for {@link
 * #mask()}.
 */
final class Groups {

    private static final int MOST = Long.SIZE;

    private final boolean byPriority;
    private final boolean singleActive;
    private final @Nullable Group[] byBit = new @Nullable Group[MOST];
    private final List<Group> all = new ArrayList<>(1);
    private volatile long mask;

    Groups(boolean byPriority, boolean singleActive) {
        this.byPriority = byPriority;
        this.singleActive = singleActive;
    }

    /** Everyone who gets a message that is sent now, one bit each. */
    long mask() {
        return mask;
    }

    List<Group> all() {
        return all;
    }

    Group at(int bit) {
        Group group = byBit[bit];
        if (group == null) {
            throw new IllegalStateException("there is no group " + bit);
        }
        return group;
    }

    void add(int bit, @Nullable String name, long now) {
        Group group = new Group(bit, byPriority, name, now);
        byBit[bit] = group;
        all.add(group);
        mask |= 1L << bit;
    }

    void remove(Group group) {
        byBit[group.bit] = null;
        all.remove(group);
        mask &= ~(1L << group.bit);
    }

    /** The groups as they are stored. */
    List<StoredQueue.StoredGroup> stored() {
        return all.stream()
                .map(g -> new StoredQueue.StoredGroup(g.bit, Optional.ofNullable(g.name)))
                .toList();
    }

    /** The groups that get a message, without those that are done with it. */
    List<Group> receivers(long bits, long finished) {
        if ((bits & mask) == 0) {
            return finished == 0 ? List.of(all.get(0)) : List.of();
        }
        if ((bits & mask) == 1L << all.get(0).bit && finished == 0) {
            return List.of(all.get(0));
        }
        return all.stream().filter(g -> (1L << g.bit & bits & ~finished) != 0).toList();
    }

    /** The group of that name, if there is one. */
    Optional<Group> find(String name) {
        return all.stream().filter(g -> name.equals(g.name)).findFirst();
    }

    /**
     * The group of that name, which is made if need be.
     *
     * @param queue for the message of the exception
     */
    Group join(String name, String queue, long now, Aftermath after) {
        Optional<Group> known = find(name);
        if (known.isPresent()) {
            return known.get();
        }
        after.changed = true;
        for (Group group : all) {
            if (group.name == null) {
                group.name = name;
                return group;
            }
        }
        for (int bit = 0; bit < MOST; bit++) {
            if (byBit[bit] == null) {
                add(bit, name, now);
                return at(bit);
            }
        }
        throw MpregLimitException.of(
                "queue '" + queue + "' has " + MOST + " consumer groups, which is the most", MOST);
    }

    /**
     * Lets a consumer into a group, if it and those that are there can live with each other.
     *
     * @param queue for the message of the exception
     */
    void admit(Group group, boolean exclusive, String queue) {
        List<LocalConsumer> there = group.consumers;
        if (!there.isEmpty() && (exclusive || there.get(0).isExclusive())) {
            String who =
                    group.name == null || group.name.isEmpty() ? "" : " of group " + group.name;
            String why =
                    exclusive
                            ? "it has "
                                    + there.size()
                                    + " already, so there can be no exclusive one"
                            : "consumer '" + there.get(0).id() + "' is exclusive";
            throw MpregException.of(
                    ErrorCode.CONFLICT,
                    "no consumer" + who + " is taken at queue '" + queue + "': " + why,
                    Map.of("queue", queue));
        }
    }

    /** The groups that nobody has consumed for so long that they are given up, if others stay. */
    List<Group> over(long now, long time) {
        List<Group> over = new ArrayList<>(0);
        for (Group group : all) {
            if (group.consumers.isEmpty()
                    && now - group.emptySince >= time
                    && over.size() + 1 < all.size()) {
                over.add(group);
            }
        }
        return over;
    }

    /** When the next group may have to be given up. */
    long nextEnd(long time) {
        long next = Alarm.NEVER;
        for (Group group : all) {
            if (group.consumers.isEmpty() && all.size() > 1) {
                next = Math.min(next, group.emptySince + time);
            }
        }
        return next;
    }

    /** Whether a consumer takes part in its group at present. */
    boolean isActive(LocalConsumer consumer) {
        return !singleActive
                || !consumer.group.consumers.isEmpty()
                        && consumer.group.consumers.get(0) == consumer;
    }

    /** A consumer has nothing to do. */
    void rest(LocalConsumer consumer) {
        if (consumer.gone) {
            return;
        }
        if (consumer.credit() <= 0) {
            consumer.stance = LocalConsumer.Stance.STALLED;
            return;
        }
        consumer.stance = LocalConsumer.Stance.IDLE;
        if (isActive(consumer)) {
            consumer.group.idle.addLast(consumer);
        }
    }

    /** A consumer may have settled something. */
    void credited(LocalConsumer consumer, boolean paused, Aftermath after) {
        if (consumer.stance != LocalConsumer.Stance.STALLED || consumer.credit() <= 0) {
            return;
        }
        boolean work = consumer.group.line.deliverable() > 0 && isActive(consumer);
        if (!paused && (work || consumer.line.deliverable() > 0)) {
            consumer.stance = LocalConsumer.Stance.BUSY;
            after.wake(consumer);
        } else {
            rest(consumer);
        }
    }

    /** Wakes that consumer, if it only waits for something to do. */
    void wake(LocalConsumer consumer, Aftermath after) {
        if (consumer.stance == LocalConsumer.Stance.IDLE) {
            consumer.group.idle.remove(consumer);
            consumer.stance = LocalConsumer.Stance.BUSY;
            after.wake(consumer);
        }
    }

    /** Wakes a consumer that has something to do although it may have no more to settle. */
    void rouse(LocalConsumer consumer, Aftermath after) {
        if (consumer.stance == LocalConsumer.Stance.STALLED) {
            consumer.stance = LocalConsumer.Stance.BUSY;
            after.wake(consumer);
        }
    }
}
