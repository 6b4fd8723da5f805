package io.mpreg.engine.rpc;

import io.mpreg.api.Payload;
import io.mpreg.api.rpc.Cacheability;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps results of cacheable functions for the requests that are content with them.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. It neither waits nor runs foreign code.
 */
public interface ResultCache {

    /** Keeps nothing. */
    ResultCache NONE =
            new ResultCache() {
                @Override
                public Optional<Payload> find(Key key) {
                    return Optional.empty();
                }

                @Override
                public Optional<Place> reserve(Key key, Cacheability how) {
                    return Optional.empty();
                }
            };

    /**
     * What a result depends on.
     *
     * @param function the function's name
     * @param version its version, in one spelling
     * @param args the positional arguments
     * @param kwargs the named arguments
     */
    record Key(String function, String version, List<Payload> args, Map<String, Payload> kwargs) {
        public Key {
            args = List.copyOf(args);
            kwargs = Map.copyOf(kwargs);
        }
    }

    /** The result that is kept for a key. */
    Optional<Payload> find(Key key);

    /**
     * Reserves the place of a result that is about to be computed. What is invalidated meanwhile is
     * not kept.
     *
     * @return empty if somebody computes it already
     */
    Optional<Place> reserve(Key key, Cacheability how);

    /** The place of a result that is being computed; to be closed in any case. */
    interface Place extends AutoCloseable {

        /** Puts the result there. */
        void keep(Payload result);

        /** Gives the place up; nothing happens if there is a result. */
        @Override
        void close();
    }
}
