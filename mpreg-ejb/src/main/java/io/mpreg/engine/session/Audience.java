package io.mpreg.engine.session;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The feeds of a session that messages go to, in the order in which they joined. Messages one
 * behind the other mostly have the same ones: each goes to the first so many of the audience that
 * they share.
 *
 * <p><b>Threads.</b> It grows under the lock of the outbox. Those who go before a message's own
 * count stay what they are, so whoever sends it may read them without.
 */
final class Audience {

    private static final int FEW = 4;

    private volatile @Nullable Feed[] feeds = new Feed[FEW];
    private int size;

    /** The ids of the first ones, as they were last asked for; of the one who sends. */
    private List<String> ids = List.of();

    Audience(Feed first) {
        feeds[0] = first;
        size = 1;
    }

    boolean begins(Feed first) {
        return feeds[0] == first;
    }

    /**
     * Lets a feed follow the first so many.
     *
     * @return the audience whose first so many and one they are: this one or a copy
     */
    Audience with(int count, Feed next) {
        if (count < size) {
            return feeds[count] == next ? this : first(count).with(count, next);
        }
        @Nullable Feed[] all = feeds;
        if (count == all.length) {
            all = Arrays.copyOf(all, 2 * count);
        }
        all[count] = next;
        feeds = all;
        size = count + 1;
        return this;
    }

    private Audience first(int count) {
        Audience copy = new Audience(get(0));
        copy.feeds = Arrays.copyOf(feeds, count + FEW);
        Arrays.fill(copy.feeds, count, count + FEW, null);
        copy.size = count;
        return copy;
    }

    Feed get(int index) {
        return Objects.requireNonNull(feeds[index]);
    }

    /** Whether all of the first so many still want messages. */
    boolean isLive(int count) {
        @Nullable Feed[] all = feeds;
        for (int i = 0; i < count; i++) {
            Feed feed = all[i];
            if (feed == null || !feed.isLive()) {
                return false;
            }
        }
        return true;
    }

    /** The ids of the first so many; the same list as before for as many. */
    List<String> ids(int count) {
        if (ids.size() != count) {
            ids = Arrays.stream(feeds, 0, count).map(feed -> get(feed).id()).toList();
        }
        return ids;
    }

    /** The ids of those of the first so many that still want messages. */
    List<String> liveIds(int count) {
        return Arrays.stream(feeds, 0, count)
                .map(Audience::get)
                .filter(Feed::isLive)
                .map(Feed::id)
                .toList();
    }

    private static Feed get(@Nullable Feed feed) {
        return Objects.requireNonNull(feed);
    }
}
