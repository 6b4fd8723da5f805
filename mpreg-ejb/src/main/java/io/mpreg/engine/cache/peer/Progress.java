package io.mpreg.engine.cache.peer;

import io.mpreg.engine.time.VectorClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far a region has got with the writes of every node: which it holds without a gap, and whether
 * some are missing.
 *
 * <p><b>Not</b> safe for use by several threads.
 */
public final class Progress {

    /** How many writes after a gap are remembered; more are asked for again. */
    private static final int MOST_AHEAD = 4096;

    private final Map<String, Track> tracks = new HashMap<>();
    private long round;
    private long firstThatCounts;

    private static final class Track {
        long held;
        long highest;
        long rumour;
        long expected;
        final Set<Long> ahead = new HashSet<>();

        void catchUp() {
            while (ahead.remove(held + 1)) {
                held++;
            }
            ahead.removeIf(sequence -> sequence <= held);
            highest = Math.max(highest, held);
        }
    }

    /**
     * Learns that a write of a node comes.
     *
     * @return whether writes before it are missing that nobody knew to be missing; nothing of that
     *     node counts as held then
     */
    public boolean comes(String owner, long sequence) {
        Track track = track(owner);
        boolean gap = sequence > track.highest + 1;
        if (gap) {
            lose(track);
            track.highest = sequence - 1;
        }
        return gap;
    }

    /** Whether a write of a node was here already. */
    public boolean had(String owner, long sequence) {
        Track track = track(owner);
        return sequence <= track.held || track.ahead.contains(sequence);
    }

    /** Learns that a write of a node is here. */
    public void arrived(String owner, long sequence) {
        Track track = track(owner);
        track.highest = Math.max(track.highest, sequence);
        if (sequence > track.held && track.ahead.size() < MOST_AHEAD) {
            track.ahead.add(sequence);
            track.catchUp();
        }
    }

    /**
     * Learns from a node itself how many writes of it there are.
     *
     * @return whether some are missing that nobody knew to be missing
     */
    public boolean heard(String owner, long sequence) {
        return comes(owner, sequence + 1);
    }

    /** Learns from somebody else how many writes of a node there are; they may be on their way. */
    public void rumour(String owner, long sequence) {
        Track track = track(owner);
        track.rumour = Math.max(track.rumour, sequence);
    }

    /**
     * The nodes of which writes should have come since the last time this was asked; nothing of
     * them counts as held any more.
     */
    public List<String> overdue() {
        List<String> overdue = new ArrayList<>();
        tracks.forEach(
                (owner, track) -> {
                    if (track.held < track.expected && track.highest < track.expected) {
                        lose(track);
                        track.highest = track.expected;
                        overdue.add(owner);
                    }
                    track.expected = track.rumour;
                });
        return overdue;
    }

    /** Counts everything of a node up to a write as here. */
    public void holds(String owner, long sequence) {
        Track track = track(owner);
        track.held = Math.max(track.held, sequence);
        track.catchUp();
    }

    /** Whether writes are missing that are known to be. */
    public boolean incomplete() {
        return tracks.values().stream().anyMatch(track -> track.held < track.highest);
    }

    /** What is here without a gap. */
    public VectorClock held() {
        Map<String, Long> held = new HashMap<>();
        tracks.forEach((owner, track) -> held.put(owner, track.held));
        return new VectorClock(held);
    }

    /** Whether something is here that somebody lacks who holds that much. */
    public boolean ahead(VectorClock held) {
        return tracks.entrySet().stream()
                .anyMatch(track -> track.getValue().held > held.of(track.getKey()));
    }

    /** Begins to ask for what is missing. */
    public long ask() {
        return ++round;
    }

    /**
     * Learns that everything came that was asked for.
     *
     * @param asked the number of the question
     * @param held what the one who answers holds
     */
    public void answered(long asked, VectorClock held) {
        if (awaits(asked)) {
            held.counts().forEach(this::holds);
        }
    }

    /** Whether an answer counts. */
    public boolean awaits(long asked) {
        return asked >= firstThatCounts && asked <= round;
    }

    private void lose(Track track) {
        track.held = 0;
        track.ahead.clear();
        // An answer on its way was made for somebody who still had what is dropped now.
        firstThatCounts = ++round;
    }

    private Track track(String owner) {
        return tracks.computeIfAbsent(owner, o -> new Track());
    }
}
