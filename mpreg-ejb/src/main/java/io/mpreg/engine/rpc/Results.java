package io.mpreg.engine.rpc;

import io.mpreg.api.Payload;
import io.mpreg.api.rpc.Cacheability;
import java.util.Optional;

/**
 * Where results are kept, once the node has said so.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Results {

    private volatile ResultCache cache = ResultCache.NONE;

    void keepIn(ResultCache where) {
        cache = where;
    }

    /**
     * The result of a command that is there; if there is none, its place is reserved for the one
     * that is about to be computed.
     */
    Optional<Payload> find(Run run, Provider provider) {
        Optional<Cacheability> how = provider.offer().spec().cacheable();
        Arguments arguments = run.arguments;
        if (how.isEmpty() || arguments == null || run.place != null) {
            return Optional.empty();
        }
        Version version = provider.offer().version();
        ResultCache.Key key =
                new ResultCache.Key(
                        provider.offer().name(),
                        version.major() + "-" + version.minor() + "-" + version.patch(),
                        arguments.args(),
                        arguments.kwargs());
        Optional<Payload> known = cache.find(key);
        if (known.isEmpty()) {
            run.place = cache.reserve(key, how.get()).orElse(null);
        }
        return known;
    }
}
