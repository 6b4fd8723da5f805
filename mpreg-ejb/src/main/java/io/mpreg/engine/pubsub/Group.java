package io.mpreg.engine.pubsub;

import io.mpreg.api.topic.GroupChoice;
import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.engine.route.InterestKind;
import io.mpreg.engine.route.Receiver;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.TopicPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions that share their messages: each goes to one of those that want it.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; members come and go under the lock of
 * {@link Groups}.
 */
final class Group implements Receiver {

    private final Hub hub;
    private final String name;
    private final GroupChoice choice;
    private final @Nullable String keyHeader;
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<TopicPattern, Integer> filed = new HashMap<>();
    private volatile Subscriber[] members = new Subscriber[0];
    private volatile boolean alike = true;

    Group(Hub hub, String name, GroupChoice choice, @Nullable String keyHeader) {
        this.hub = hub;
        this.name = name;
        this.choice = choice;
        this.keyHeader = keyHeader;
    }

    @Override
    public InterestKind kind() {
        return InterestKind.SUBSCRIPTION;
    }

    @Override
    public String id() {
        return name;
    }

    @Override
    public void accept(UnifiedMessage message) {
        if (give(message, true) == Offered.ENDED) {
            hub.sequencer.afterTurn(() -> nobodyTook(hub, name, message));
        }
    }

    /**
     * Gives a message to the member whose turn it is; if that has no room, to another one that has.
     *
     * @param insist whether the policy of the first one decides if nobody has room
     */
    Offered give(UnifiedMessage message, boolean insist) {
        Subscriber[] all = members;
        Set<Subscriber> passed = Set.of();
        Subscriber full = null;
        while (true) {
            Subscriber chosen = choose(all, message, passed);
            if (chosen == null) {
                break;
            }
            Offered offered = chosen.offer(message, insist && isSticky(message));
            if (offered == Offered.TAKEN) {
                return offered;
            }
            if (offered == Offered.FULL) {
                full = full == null ? chosen : full;
                if (isSticky(message)) {
                    break;
                }
            }
            passed = passed.isEmpty() ? new HashSet<>() : passed;
            passed.add(chosen);
        }
        if (full == null) {
            return passed.isEmpty() ? Offered.NOBODY : Offered.ENDED;
        }
        return insist || full.terms().onSlow() != SlowConsumerPolicy.BLOCK
                ? full.offer(message, true)
                : Offered.FULL;
    }

    private boolean isSticky(UnifiedMessage message) {
        return keyOf(message) != null;
    }

    /* What decides which member it goes to; null if nothing does. */
    private @Nullable String keyOf(UnifiedMessage message) {
        return choice == GroupChoice.STICKY && keyHeader != null
                ? message.headers().values().get(keyHeader)
                : null;
    }

    /** Counts a message that came too late for every member that wanted it. */
    static void nobodyTook(Hub hub, String name, UnifiedMessage message) {
        long now = hub.platform.clock().millis();
        DropRun drop = new DropRun(name, DropReason.NO_MEMBER, 1, now, null);
        drop.add(message);
        hub.dropped(drop);
    }

    /** Whether some member wants the message. */
    boolean wants(UnifiedMessage message) {
        for (Subscriber member : members) {
            if (wants(member, message)) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return members.length == 0;
    }

    void add(Subscriber member) {
        Subscriber[] more = Arrays.copyOf(members, members.length + 1);
        more[more.length - 1] = member;
        use(more);
        for (TopicPattern pattern : member.terms().patterns().patterns()) {
            if (filed.merge(pattern, 1, Integer::sum) == 1) {
                hub.router.add(pattern, this);
            }
        }
    }

    boolean remove(Subscriber member) {
        List<Subscriber> left = new ArrayList<>(List.of(members));
        if (!left.remove(member)) {
            return false;
        }
        for (TopicPattern pattern : member.terms().patterns().patterns()) {
            if (filed.merge(pattern, -1, Integer::sum) == 0) {
                filed.remove(pattern);
                hub.router.remove(pattern, this);
            }
        }
        use(left.toArray(Subscriber[]::new));
        return true;
    }

    private void use(Subscriber[] now) {
        boolean same = true;
        for (Subscriber member : now) {
            same &= member.terms().patterns().equals(now[0].terms().patterns());
        }
        // Never take different members for alike: the stricter of the two comes first.
        alike &= same;
        members = now;
        alike = same;
    }

    private boolean wants(Subscriber member, UnifiedMessage message) {
        return member.wants(message)
                && (alike || member.terms().patterns().matches(message.topic()));
    }

    private @Nullable Subscriber choose(
            Subscriber[] all, UnifiedMessage message, Set<Subscriber> passed) {
        if (all.length == 0) {
            return null;
        }
        String key = keyOf(message);
        boolean sticky = key != null;
        int first = sticky ? 0 : Math.floorMod(turn.getAndIncrement(), all.length);
        Subscriber best = null;
        long bestRank = 0;
        for (int i = 0; i < all.length; i++) {
            Subscriber member = all[(first + i) % all.length];
            if (passed.contains(member) || !wants(member, message)) {
                continue;
            }
            if (!sticky && choice != GroupChoice.LEAST_LOADED) {
                return member;
            }
            long rank = key != null ? affinity(key, member.id()) : -member.load();
            if (best == null || rank > bestRank) {
                best = member;
                bestRank = rank;
            }
        }
        return best;
    }

    /* The highest of all members wins: who comes or goes moves only the keys that it wins. */
    private static long affinity(String key, String member) {
        long mixed = ((long) key.hashCode() << 32 | member.hashCode() & 0xFFFFFFFFL);
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
