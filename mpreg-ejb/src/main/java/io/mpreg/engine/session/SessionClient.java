package io.mpreg.engine.session;

import io.mpreg.api.MpregClient;
import io.mpreg.api.cache.CacheClient;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The node as one session uses it: an in-VM client, and what only the protocol asks for. Its values
 * are payloads: it converts by a {@link PayloadCodec}, its listeners and functions run on the
 * node's workers.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public interface SessionClient extends MpregClient {

    /** A cache region, for a request that belongs together with others. */
    CacheClient cache(String region, Optional<String> correlation);

    /** The names of the cache regions that there are. */
    Set<String> regions();

    /** The counts of the router, JSON values by name. */
    Map<String, ?> routeStatistics();
}
