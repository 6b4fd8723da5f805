package io.mpreg.engine.pubsub.store;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.engine.journal.Done;
import io.mpreg.engine.journal.Entry;
import io.mpreg.engine.journal.Journal;
import io.mpreg.engine.journal.JournalSettings;
import io.mpreg.engine.journal.JournalStatus;
import io.mpreg.engine.journal.Level;
import io.mpreg.engine.pubsub.DurableStore;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.time.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Durable names in a journal of their own: a record for each name, and one for each message that
 * waits for it.
 *
 * <p>Messages are written behind the publisher, who waits for nothing; what is let go is collected
 * and released several at once. So a crash may lose the messages of its last moments, and bring
 * some that were delivered once more.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class JournalDurables implements DurableStore {

    private static final int NAME = 1;
    private static final int MESSAGE = 2;

    private final Level level;
    private final Journal journal;
    private final Releases releases;
    private final Object lock = new Object();

    // Guarded by lock.
    private final Map<Long, Saved> positions = new HashMap<>();
    private final Map<String, Set<Saved>> waiting = new HashMap<>();
    private final Map<String, Saved> definitions = new HashMap<>();
    private final List<Recovered> recovered = new ArrayList<>();
    private boolean closed;

    /**
     * Opens the journal of a folder.
     *
     * @param folder no other store may use it
     * @param level how safe a record is when it has been written
     * @throws io.mpreg.api.MpregStorageException if the folder cannot be used, or holds what was
     *     never written so
     */
    public JournalDurables(Path folder, JournalSettings settings, Level level, Platform platform) {
        this.level = level;
        this.journal = Journal.open(folder, settings, platform, this::found, this::moved);
        this.releases = new Releases(journal, level, platform);
    }

    /** The journal at this moment. */
    public JournalStatus status() {
        return journal.status();
    }

    @Override
    public void replay(Found found) {
        List<Recovered> all;
        synchronized (lock) {
            all = new ArrayList<>(recovered);
            recovered.clear();
        }
        all.sort(Comparator.comparingLong(Recovered::sequence));
        Map<String, NameForm.Stored> names = new HashMap<>();
        for (Recovered each : all) {
            if (each.definition != null) {
                // A later definition of a name takes the place of an earlier one.
                names.put(each.saved.name(), each.definition);
                defined(each.saved);
            }
        }
        names.forEach((name, stored) -> found.name(name, stored.spec()));
        for (Recovered each : all) {
            if (each.message == null) {
                continue;
            }
            if (names.containsKey(each.saved.name())) {
                found.message(each.saved.name(), each.message, each.saved);
            } else {
                each.saved.release();
            }
        }
    }

    @Override
    public void define(String name, SubscriptionSpec spec) {
        byte[] header = NameForm.header(name, spec);
        // Without the lock, since this may wait for room and publishers must not.
        long position = journal.append(NAME, header, new byte[0], level, Done.IGNORED);
        Saved saved = new Saved(this, name, position);
        synchronized (lock) {
            checkOpen();
            positions.put(position, saved);
        }
        defined(saved);
    }

    @Override
    public Ticket append(String name, UnifiedMessage message) {
        byte[] header = MessageForm.header(name, message);
        byte[] body = message.payload().bytes();
        synchronized (lock) {
            checkOpen();
            long position = journal.tryAppend(MESSAGE, header, body, level, Done.IGNORED);
            Saved saved = new Saved(this, name, position);
            positions.put(position, saved);
            waiting.computeIfAbsent(name, key -> new HashSet<>()).add(saved);
            return saved;
        }
    }

    @Override
    public void forget(String name) {
        List<Saved> all = new ArrayList<>();
        synchronized (lock) {
            Set<Saved> messages = waiting.remove(name);
            if (messages != null) {
                all.addAll(messages);
            }
            Saved definition = definitions.remove(name);
            if (definition != null) {
                // The messages go first: without their name they would go at the next start anyway.
                all.add(definition);
            }
        }
        all.forEach(Saved::release);
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            releases.finish();
        } finally {
            journal.close();
        }
    }

    void release(Saved record) {
        synchronized (lock) {
            positions.remove(record.position(), record);
            Set<Saved> messages = waiting.get(record.name());
            if (messages != null && messages.remove(record) && messages.isEmpty()) {
                waiting.remove(record.name());
            }
        }
        releases.add(record);
    }

    private void defined(Saved saved) {
        Saved before;
        synchronized (lock) {
            before = definitions.put(saved.name(), saved);
        }
        if (before != null) {
            before.release();
        }
    }

    private void found(Entry entry) {
        Recovered each;
        if (entry.type() == NAME) {
            NameForm.Stored stored = NameForm.read(entry.header());
            Saved saved = new Saved(this, stored.name(), entry.position());
            each = new Recovered(entry.sequence(), saved, stored, null);
        } else {
            MessageForm.Stored stored = MessageForm.read(entry.header(), entry.body());
            Saved saved = new Saved(this, stored.name(), entry.position());
            each = new Recovered(entry.sequence(), saved, null, stored.message());
        }
        synchronized (lock) {
            recovered.add(each);
            positions.put(entry.position(), each.saved);
            if (each.message != null) {
                waiting.computeIfAbsent(each.saved.name(), key -> new HashSet<>()).add(each.saved);
            }
        }
    }

    private void moved(long from, long to) {
        synchronized (lock) {
            Saved saved = positions.remove(from);
            if (saved != null) {
                saved.moveTo(to);
                positions.put(to, saved);
            }
        }
    }

    private void checkOpen() {
        if (closed) {
            throw MpregException.of(
                    ErrorCode.UNAVAILABLE, "the store of durable names is closed with its node");
        }
    }

    /** A record that was there when the journal was opened. */
    private record Recovered(
            long sequence,
            Saved saved,
            NameForm.@Nullable Stored definition,
            @Nullable UnifiedMessage message) {}
}
