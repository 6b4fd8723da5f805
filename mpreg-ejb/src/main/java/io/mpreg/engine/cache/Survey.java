package io.mpreg.engine.cache;

import io.mpreg.engine.cache.peer.Coordination;
import io.mpreg.engine.cache.peer.Prints;
import java.util.ArrayList;
import java.util.List;

/** What a node says of its entries of a region when nodes are compared. */
final class Survey {

    private static final int MOST_LINES = 4096;
    private static final int MOST_CHARACTERS = 256 << 10;

    private Survey() {}

    /** Answers a question, with the entries of the parts in which the asker has others. */
    static Coordination.Checked answer(Region region, Coordination.Check check) {
        Coordinator coordinator = region.coordinator();
        Prints prints = coordinator.prints();
        long mask = prints.differing(check.prints());
        List<Coordination.Line> lines = new ArrayList<>();
        int room = MOST_CHARACTERS;
        boolean cut = false;
        for (Entry entry : region.entries()) {
            if (mask == 0 || cut) {
                break;
            }
            String key = entry.key();
            long print = Prints.within(mask, key) ? coordinator.print(key) : 0;
            if (print != 0) {
                room -= key.length() + Long.BYTES;
                cut = room < 0 || lines.size() == MOST_LINES;
                if (!cut) {
                    lines.add(new Coordination.Line(key, print));
                }
            }
        }
        return new Coordination.Checked(
                region.name(),
                check.round(),
                region.size(),
                prints,
                coordinator.held(),
                lines,
                cut);
    }
}
