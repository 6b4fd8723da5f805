package io.mpreg.engine.rpc;

import io.mpreg.api.Payload;
import io.mpreg.engine.time.Clock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a provider remembers of calls whose key can come again, so that each is executed once.
 *
 * <p>Calls that are under way and values are remembered, failures are not. A key that comes again
 * with other arguments is another call.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class KeyWindow {

    private static final long MAX_BYTES = 4 << 20;

    private final Clock clock;
    private final int maxKeys;
    private final long keepNanos;
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();
    private long bytes;

    KeyWindow(Clock clock, int maxKeys, Duration keep) {
        this.clock = clock;
        this.maxKeys = maxKeys;
        this.keepNanos = keep.toNanos();
    }

    /** A call's place in the window; the first one with a key executes it. */
    record Claim(String key, boolean first, CompletableFuture<CallEnd> end) {}

    Claim claim(Invocation invocation) {
        byte[] digest = digest(invocation);
        synchronized (this) {
            expire();
            Entry known = entries.get(invocation.key());
            if (known != null && MessageDigest.isEqual(known.digest, digest)) {
                return new Claim(invocation.key(), false, known.end);
            }
            Entry fresh = new Entry(digest, clock.nanos(), new CompletableFuture<>());
            drop(invocation.key());
            entries.put(invocation.key(), fresh);
            return new Claim(invocation.key(), true, fresh.end);
        }
    }

    /** Ends the first call with a key. */
    void ended(Claim claim, CallEnd end) {
        synchronized (this) {
            Entry entry = entries.get(claim.key());
            if (entry != null && entry.end == claim.end()) {
                if (end instanceof CallEnd.Returned returned) {
                    entry.size = returned.value().size();
                    bytes += entry.size;
                    expire();
                } else {
                    drop(claim.key());
                }
            }
        }
        claim.end().complete(end);
    }

    private void expire() {
        long now = clock.nanos();
        Iterator<Map.Entry<String, Entry>> oldest = entries.entrySet().iterator();
        while (oldest.hasNext()) {
            Entry entry = oldest.next().getValue();
            if (entries.size() <= maxKeys && bytes <= MAX_BYTES && now - entry.since < keepNanos) {
                return;
            }
            bytes -= entry.size;
            oldest.remove();
        }
    }

    private void drop(String key) {
        Entry gone = entries.remove(key);
        if (gone != null) {
            bytes -= gone.size;
        }
    }

    private static byte[] digest(Invocation invocation) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (Payload arg : invocation.args()) {
                add(sha, "", arg);
            }
            invocation.kwargs().forEach((name, arg) -> add(sha, name, arg));
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void add(MessageDigest sha, String name, Payload arg) {
        String head = name.length() + ":" + name + arg.contentType() + ":" + arg.size() + ":";
        sha.update(head.getBytes(StandardCharsets.UTF_8));
        sha.update(arg.bytes());
    }

    private static final class Entry {
        private final byte[] digest;
        private final long since;
        private final CompletableFuture<CallEnd> end;
        private int size;

        Entry(byte[] digest, long since, CompletableFuture<CallEnd> end) {
            this.digest = digest;
            this.since = since;
            this.end = end;
        }
    }
}
