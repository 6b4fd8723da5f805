package io.mpreg.engine.gate;

import io.mpreg.api.MpregLimitException;
import io.mpreg.engine.time.Clock;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Tickets for those who cannot show who they are where they enter, such as pages that open a
 * WebSocket. Each is good for one use within a short time, and stands for whoever it was issued to.
 *
 * <p><b>Bounds.</b> When as many are unused as may be, no more are issued until some expire.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * @param <T> whom a ticket stands for
 */
public final class Tickets<T> {

    private static final int BYTES = 32;
    private static final int CHARACTERS = 43;

    /** A ticket that nobody has used yet. */
    private record Unused<T>(T holder, long issued) {}

    private final TicketSettings settings;
    private final Clock clock;
    private final RandomGenerator random;

    /** All with the same lifetime, so the oldest, which expire first, are the first. */
    private final Map<String, Unused<T>> unused = new LinkedHashMap<>();

    private final Map<Fate, Long> counts = new EnumMap<>(Fate.class);

    /** What becomes of tickets. */
    public enum Fate {
        /** It was handed out. */
        ISSUED,
        /** It was used. */
        REDEEMED,
        /** Nobody used it in its time. */
        EXPIRED,
        /** What was shown was no ticket, used before, or expired. */
        REFUSED,
        /** It was not issued: too many were unused. */
        WITHHELD
    }

    /**
     * @param random a source that nobody can predict
     */
    public Tickets(TicketSettings settings, Clock clock, RandomGenerator random) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    /** How long a ticket may be used. */
    public TicketSettings settings() {
        return settings;
    }

    /**
     * A new ticket of 43 characters, letters, digits, {@code -} and {@code _}.
     *
     * @throws MpregLimitException if too many are unused
     */
    public String issue(T holder) {
        Objects.requireNonNull(holder, "holder");
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        synchronized (unused) {
            long now = clock.nanos();
            expire(now);
            if (unused.size() >= settings.most()) {
                count(Fate.WITHHELD);
                throw MpregLimitException.of(
                        "too many tickets are unused (mpreg.transport.tickets)", settings.most());
            }
            unused.put(ticket, new Unused<>(holder, now));
            count(Fate.ISSUED);
        }
        return ticket;
    }

    /** Uses a ticket; whom it stands for, if it is one and was not used before. */
    public Optional<T> redeem(String ticket) {
        synchronized (unused) {
            expire(clock.nanos());
            Unused<T> found = ticket.length() == CHARACTERS ? unused.remove(ticket) : null;
            count(found == null ? Fate.REFUSED : Fate.REDEEMED);
            return Optional.ofNullable(found).map(Unused::holder);
        }
    }

    private void expire(long now) {
        Iterator<Unused<T>> oldest = unused.values().iterator();
        while (oldest.hasNext() && now - oldest.next().issued() >= settings.lifetime().toNanos()) {
            oldest.remove();
            count(Fate.EXPIRED);
        }
    }

    private void count(Fate fate) {
        counts.merge(fate, 1L, Long::sum);
    }

    /** How many tickets had that fate. */
    public long counted(Fate fate) {
        synchronized (unused) {
            return counts.getOrDefault(fate, 0L);
        }
    }

    /** How many are unused, expired ones that nobody has asked for since included. */
    public int unused() {
        synchronized (unused) {
            return unused.size();
        }
    }
}
