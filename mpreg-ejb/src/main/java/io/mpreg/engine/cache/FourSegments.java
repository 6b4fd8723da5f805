package io.mpreg.engine.cache;

/*
 * Segmented LRU with four segments (Huang et al., An Analysis of Facebook Photo Caching, 2013).
 */
/**
 * Entries begin in the lowest of four segments and rise by one with every use; a segment that holds
 * more than its quarter gives the one not used for the longest time back to the segment below.
 */
final class FourSegments implements Ranking {

    private static final int TOP = 3;

    private final long quarter;
    private final long[] sizes = new long[TOP + 1];

    FourSegments(long capacity) {
        quarter = Math.max(1, capacity / (TOP + 1));
    }

    @Override
    public void added(Ranked entry) {
        entry.rank(0);
        sizes[0]++;
    }

    @Override
    public void used(Ranked entry) {
        move(entry, Math.min(TOP, segment(entry) + 1));
    }

    @Override
    public void demote(Ranked entry) {
        move(entry, segment(entry) - 1);
    }

    @Override
    public int crowded() {
        for (int segment = TOP; segment > 0; segment--) {
            if (sizes[segment] > quarter) {
                return segment;
            }
        }
        return 0;
    }

    @Override
    public void left(Ranked entry, Departure why) {
        sizes[segment(entry)]--;
    }

    private void move(Ranked entry, int to) {
        sizes[segment(entry)]--;
        sizes[to]++;
        entry.rank(to);
    }

    private static int segment(Ranked entry) {
        return (int) entry.rank();
    }
}
