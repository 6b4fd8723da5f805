package io.mpreg.engine.pubsub.store;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.queue.Durability;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.engine.journal.JournalSettings;
import io.mpreg.engine.journal.Level;
import io.mpreg.engine.pubsub.DurableStore;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.time.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Durable names in a journal that is opened when it is needed: at once if it is there already, else
 * with the first name. A node without such names has no files and threads for them.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class LazyDurables implements DurableStore {

    private static final int SEGMENT_BYTES = 8 << 20;
    private static final int SPARE = 3;
    private static final int BUFFER_BYTES = 256 << 10;

    private final Supplier<DurableStore> opening;
    private final Object lock = new Object();
    private volatile @Nullable DurableStore opened;
    private boolean closed;

    private LazyDurables(Path folder, Supplier<DurableStore> opening) {
        this.opening = opening;
        this.opened = Files.isDirectory(folder) ? opening.get() : null;
    }

    /**
     * The store of a node.
     *
     * @param folder no other store may use it
     * @param durability how safe a message is when it has been written; {@link Durability#MEMORY}
     *     for a node that keeps nothing
     * @throws io.mpreg.api.MpregStorageException if the folder is there and cannot be used
     */
    public static DurableStore of(Path folder, Durability durability, Platform platform) {
        if (durability == Durability.MEMORY) {
            return DurableStore.NONE;
        }
        Level level = durability == Durability.DISK ? Level.DISK : Level.OS;
        return new LazyDurables(
                folder, () -> new JournalDurables(folder, settings(), level, platform));
    }

    /* Smaller than the journal of queues: little is kept here, and for a time. */
    private static JournalSettings settings() {
        JournalSettings preset = JournalSettings.defaults();
        return new JournalSettings(
                SEGMENT_BYTES,
                0,
                SPARE,
                BUFFER_BYTES,
                preset.pendingBytes(),
                preset.pendingRecords(),
                Duration.ofSeconds(5),
                preset.liveShare(),
                preset.compactFrom(),
                Duration.ZERO);
    }

    @Override
    public void replay(Found found) {
        DurableStore store = opened;
        if (store != null) {
            store.replay(found);
        }
    }

    @Override
    public void define(String name, SubscriptionSpec spec) {
        open().define(name, spec);
    }

    @Override
    public Ticket append(String name, UnifiedMessage message) {
        return open().append(name, message);
    }

    @Override
    public void forget(String name) {
        DurableStore store = opened;
        if (store != null) {
            store.forget(name);
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            DurableStore store = opened;
            if (store != null) {
                store.close();
            }
        }
    }

    private DurableStore open() {
        DurableStore store = opened;
        if (store != null) {
            return store;
        }
        synchronized (lock) {
            store = opened;
            if (store == null) {
                if (closed) {
                    throw MpregException.of(
                            ErrorCode.UNAVAILABLE,
                            "the store of durable names is closed with its node");
                }
                store = opening.get();
                opened = store;
            }
            return store;
        }
    }
}
