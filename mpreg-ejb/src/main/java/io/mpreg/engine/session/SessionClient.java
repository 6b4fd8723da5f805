package io.mpreg.engine.session;

import io.mpreg.api.MpregClient;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.route.Explanation;
import io.mpreg.engine.pubsub.Burst;
import io.mpreg.engine.route.MessageKind;
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

    /** Publications of this session that come in one go. */
    Burst burst();

    /** A cache region, for a request that belongs together with others. */
    CacheClient cache(String region, Optional<String> correlation);

    /** The names of the cache regions that there are. */
    Set<String> regions();

    /** Who would receive a message of one kind; of all kinds if none is given. */
    Explanation explain(String topic, Optional<MessageKind> kind);

    /** The counts of the router, JSON values by name. */
    Map<String, ?> routeStatistics();
}
