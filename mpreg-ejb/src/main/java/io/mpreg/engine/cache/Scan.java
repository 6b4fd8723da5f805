package io.mpreg.engine.cache;

import io.mpreg.api.cache.ScanPage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Pages through the keys of a region in their order; the cursor is the last key of a page. A key
 * that is there from the first page to the last is seen exactly once, whatever happens to others.
 */
final class Scan {

    private Scan() {}

    static ScanPage page(Region region, KeyPattern pattern, int limit, Optional<String> cursor) {
        String after = cursor.orElse("");
        PriorityQueue<String> first = new PriorityQueue<>(Comparator.reverseOrder());
        boolean more = false;
        for (Entry entry : region.entries()) {
            String key = entry.key();
            if (key.compareTo(after) <= 0 || entry.doomed()) {
                continue;
            }
            boolean full = first.size() == limit;
            if (full && key.compareTo(first.peek()) > 0) {
                more = more || pattern.matches(key);
            } else if (pattern.matches(key)) {
                first.add(key);
                if (full) {
                    first.remove();
                    more = true;
                }
            }
        }
        List<String> keys = new ArrayList<>(first);
        Collections.sort(keys);
        return new ScanPage(keys, more ? Optional.of(keys.get(keys.size() - 1)) : Optional.empty());
    }
}
