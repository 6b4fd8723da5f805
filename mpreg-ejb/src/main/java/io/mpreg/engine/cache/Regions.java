package io.mpreg.engine.cache;

import io.mpreg.api.MpregLimitException;
import io.mpreg.api.cache.RegionSpec;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The regions of a node, by name.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Regions {

    private final CacheSettings settings;
    private final Ledger ledger;
    private final Function<Region, Coordinator> coordination;
    private final ConcurrentHashMap<String, Region> regions = new ConcurrentHashMap<>();
    private long formerUses;
    private boolean closed;

    Regions(CacheSettings settings, Ledger ledger, Function<Region, Coordinator> coordination) {
        this.settings = settings;
        this.ledger = ledger;
        this.coordination = coordination;
    }

    @Nullable Region find(String name) {
        return regions.get(name);
    }

    /** The region of that name, with default settings if it is new. */
    Region obtain(String name) {
        Region present = regions.get(name);
        return present != null ? present : obtain(name, RegionSpec.defaults());
    }

    /** Makes a region; false if it is there already. */
    synchronized boolean create(String name, RegionSpec spec) {
        if (regions.containsKey(name)) {
            return false;
        }
        obtain(name, spec);
        return true;
    }

    private synchronized Region obtain(String name, RegionSpec spec) {
        Region present = regions.get(name);
        if (present != null) {
            return present;
        }
        Stores.check(spec);
        if (regions.size() >= settings.maxRegions()) {
            throw MpregLimitException.of(
                    "region '"
                            + name
                            + "' cannot be made: the node holds "
                            + regions.size()
                            + " regions, which is its limit (mpreg.cache.max-regions)",
                    settings.maxRegions());
        }
        Region region = new Region(name, spec, settings, ledger, coordination);
        regions.put(name, region);
        if (closed) {
            region.close();
        }
        return region;
    }

    Collection<Region> all() {
        return regions.values();
    }

    /** How often something was read, whether or not it was there, or written by a caller. */
    synchronized long uses() {
        long sum = formerUses;
        for (Region region : regions.values()) {
            UseCounts counts = region.meters().uses;
            sum += counts.hits() + counts.misses() + counts.writes();
        }
        return sum;
    }

    synchronized void close() {
        closed = true;
        formerUses = uses();
        regions.values().forEach(Region::close);
        regions.clear();
    }
}
