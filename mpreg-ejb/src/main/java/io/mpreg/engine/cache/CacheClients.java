package io.mpreg.engine.cache;

import io.mpreg.api.cache.CacheClient;
import io.mpreg.engine.gate.ClientContext;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The regions on behalf of one caller, each made once, so that asking for one by its name costs
 * next to nothing.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class CacheClients {

    /** How many are kept; a caller that uses more regions gets the further ones anew every time. */
    private static final int MOST = 1000;

    private final CacheEngine engine;
    private final ClientContext context;
    private final ConcurrentHashMap<String, RegionClient> regions = new ConcurrentHashMap<>();

    private volatile @Nullable RegionClient last;

    CacheClients(CacheEngine engine, ClientContext context) {
        this.engine = engine;
        this.context = context;
    }

    /**
     * The region of that name; it comes into being with its first write.
     *
     * @throws io.mpreg.api.MpregRequestException if the name is not valid
     */
    public CacheClient region(String name) {
        RegionClient latest = last;
        // The same string, as a constant is.
        if (latest != null && latest.region() == name) {
            return latest;
        }
        RegionClient known = regions.get(name);
        if (known != null) {
            last = known;
            return known;
        }
        RegionClient fresh = engine.open(context, name, Optional.empty());
        if (regions.size() < MOST) {
            regions.put(name, fresh);
        }
        return fresh;
    }

    /** The same for requests that belong together with others. */
    public CacheClient region(String name, Optional<String> correlation) {
        return correlation.isEmpty() ? region(name) : engine.client(context, name, correlation);
    }
}
