package io.mpreg.engine.node;

import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.api.rpc.Cacheability;
import io.mpreg.engine.cache.CacheEngine;
import io.mpreg.engine.cache.Reservation;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.rpc.ResultCache;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps results of functions in the region {@link Cacheability#REGION}, under keys {@code
 * function.version.digest}, so that {@code function.#} invalidates all results of a function.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class CachedResults implements ResultCache {

    private static final int LONGEST_NAME = 400;

    private final CacheEngine engine;
    private final CacheClient region;

    /**
     * @param context the node's own
     */
    public CachedResults(CacheEngine engine, ClientContext context) {
        this.engine = engine;
        this.region = engine.client(context, Cacheability.REGION);
    }

    @Override
    public Optional<Payload> find(Key key) {
        return region.get(name(key)).map(Value::payload);
    }

    @Override
    public Optional<Place> reserve(Key key, Cacheability how) {
        PutOptions options =
                PutOptions.NONE
                        .timeToLive(how.timeToLive())
                        .tags(how.tags().toArray(String[]::new))
                        .dependsOn(how.dependsOn().toArray(String[]::new));
        return engine.reserve(Cacheability.REGION, name(key), options, Optional.empty())
                .map(CachedResults::place);
    }

    private static Place place(Reservation reservation) {
        return new Place() {
            @Override
            public void keep(Payload result) {
                reservation.keep(result);
            }

            @Override
            public void close() {
                reservation.close();
            }
        };
    }

    private static String name(Key key) {
        MessageDigest digest = sha256();
        add(digest, key.function().getBytes(StandardCharsets.UTF_8));
        add(digest, ByteBuffer.allocate(4).putInt(key.args().size()).array());
        key.args().forEach(argument -> add(digest, argument));
        for (Map.Entry<String, Payload> argument : new TreeMap<>(key.kwargs()).entrySet()) {
            add(digest, argument.getKey().getBytes(StandardCharsets.UTF_8));
            add(digest, argument.getValue());
        }
        String function = key.function();
        String start = function.length() <= LONGEST_NAME ? function : "long";
        return start + '.' + key.version() + '.' + HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, Payload payload) {
        add(digest, payload.contentType().getBytes(StandardCharsets.UTF_8));
        add(digest, payload.bytes());
    }

    private static void add(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(4).putInt(part.length).array());
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
