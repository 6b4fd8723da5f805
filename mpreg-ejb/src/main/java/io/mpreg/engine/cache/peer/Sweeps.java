package io.mpreg.engine.cache.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sweeps that this node told of a region, as far back as it remembers, and how far it has heard
 * those of others.
 *
 * <p><b>Not</b> safe for use by several threads.
 */
public final class Sweeps {

    private static final int REMEMBERED = 1024;

    private final String region;
    private final Deque<Coordination.Sweep> told = new ArrayDeque<>();
    private final Map<String, Heard> heard = new HashMap<>();
    private long count;

    private static final class Heard {
        long held;
        long highest;
        final Set<Long> ahead = new HashSet<>();
    }

    public Sweeps(String region) {
        this.region = region;
    }

    /** How many this node told. */
    public long count() {
        return count;
    }

    /** Notes one more that this node tells. */
    public Coordination.Sweep tell(String by, String value) {
        Coordination.Sweep sweep = new Coordination.Sweep(region, ++count, by, value);
        told.add(sweep);
        if (told.size() > REMEMBERED) {
            told.remove();
        }
        return sweep;
    }

    /** What somebody missed who heard that many; everything, if that is too long ago. */
    public List<Coordination.Sweep> after(long held) {
        if (held >= count) {
            return List.of();
        }
        List<Coordination.Sweep> missed = new ArrayList<>();
        long first = told.isEmpty() ? count + 1 : told.peek().sequence();
        if (held < first - 1) {
            // One that sweeps everything stands for all that are not remembered.
            missed.add(new Coordination.Sweep(region, first - 1, "PATTERN", "#"));
        }
        for (Coordination.Sweep sweep : told) {
            if (sweep.sequence() > held) {
                missed.add(sweep);
            }
        }
        return missed;
    }

    /** Learns that a sweep of another node was carried out here. */
    public void arrived(Coordination.Sweep sweep, String from) {
        Heard known = of(from, sweep.sequence() - 1);
        known.highest = Math.max(known.highest, sweep.sequence());
        if (sweep.by().equals("PATTERN") && sweep.value().equals("#")) {
            // Nothing that came before it is left to be swept.
            known.held = Math.max(known.held, sweep.sequence());
        } else if (sweep.sequence() > known.held) {
            known.ahead.add(sweep.sequence());
        }
        while (known.ahead.remove(known.held + 1)) {
            known.held++;
        }
        known.ahead.removeIf(sequence -> sequence <= known.held);
    }

    /** Learns how many another node told. */
    public void heard(String from, long told) {
        Heard known = of(from, told);
        known.highest = Math.max(known.highest, told);
    }

    /** Whether some of a node are missing. */
    public boolean misses(String from) {
        Heard known = heard.get(from);
        return known != null && known.held < known.highest;
    }

    /** How many of a node were carried out here without a gap. */
    public long held(String from) {
        Heard known = heard.get(from);
        return known == null ? 0 : known.held;
    }

    /** Of a node that was never heard of before, nothing is missing: it had nothing to do here. */
    private Heard of(String from, long before) {
        return heard.computeIfAbsent(
                from,
                node -> {
                    Heard fresh = new Heard();
                    fresh.held = before;
                    fresh.highest = before;
                    return fresh;
                });
    }
}
