package io.mpreg.engine.pubsub;

import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.engine.route.UnifiedMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The groups of a node, by name.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Groups {

    private final Hub hub;
    private final Map<String, Group> groups = new HashMap<>();
    private final AtomicLong waiting = new AtomicLong();

    Groups(Hub hub) {
        this.hub = hub;
    }

    /**
     * Makes a subscription a member. The one that founds the group says how members are chosen, and
     * gets the replay it asked for; those who come later would get the same messages once more.
     */
    synchronized int join(String name, SubscriptionSpec spec, Subscriber member, Replay replay) {
        Group group = groups.get(name);
        boolean founded = group == null;
        if (group == null) {
            group = new Group(hub, name, spec.choice(), spec.keyHeader().orElse(null));
            groups.put(name, group);
        }
        Group joined = group;
        replay.endWith(() -> joined.add(member));
        return member.open(founded ? replay.messages() : List.of());
    }

    /** Gives what waited for a member that left to those that are still there. */
    void handOn(String name, List<UnifiedMessage> left) {
        if (group(name) != null) {
            new Legacy(hub, name, left).run();
        }
    }

    /** About how many bytes wait for members to have room, of all that members have left. */
    AtomicLong waiting() {
        return waiting;
    }

    /** The group of that name, if it has members. */
    synchronized @Nullable Group group(String name) {
        return groups.get(name);
    }

    synchronized void leave(String name, Subscriber member) {
        Group group = groups.get(name);
        if (group != null && group.remove(member) && group.isEmpty()) {
            groups.remove(name);
        }
    }
}
