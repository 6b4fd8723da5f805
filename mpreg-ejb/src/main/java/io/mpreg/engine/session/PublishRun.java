package io.mpreg.engine.session;

import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.engine.pubsub.Burst;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The publications of one frame in their compact form: carried out some at a time, and answered by
 * few replies.
 *
 * <p><b>Threads.</b> Belongs to the thread that handles the frame.
 */
final class PublishRun {

    /** How many are carried out before others may publish. */
    private static final int MOST = 64;

    /** How many bytes of payloads, which are checked meanwhile, are so few that others can wait. */
    private static final long MOST_BYTES = 64 << 10;

    private final Session session;
    private final Burst burst;

    /** What is to be said when others may publish. */
    private final List<Runnable> replies = new ArrayList<>(2);

    private boolean begun;
    private int done;
    private int failed;
    private long bytes;
    private long started;

    // The reply that is being gathered: to so many requests, with ids that follow one another.
    private @Nullable PublishReceipt receipt;
    private long first;
    private int count;

    PublishRun(Session session) {
        this.session = session;
        this.burst = session.client().burst();
    }

    /**
     * Carries out a publication.
     *
     * @param runs whether the client understands one reply to several requests
     */
    void add(long number, Publication publication, boolean runs) {
        if (!begun) {
            started = session.host().platform().clock().nanos();
            burst.begin();
            begun = true;
        }
        try {
            reply(number, session.client().topics().publish(publication), runs);
            done++;
        } catch (RuntimeException e) {
            failed++;
            long since = started;
            replies.add(() -> session.refuse(number, "publish", since, e));
        }
        bytes += publication.payload() instanceof Payload payload ? payload.size() : 0;
        if (done + failed >= MOST || bytes >= MOST_BYTES) {
            end();
        }
    }

    private void reply(long number, PublishReceipt next, boolean runs) {
        PublishReceipt before = receipt;
        if (before != null && runs && number == first + count && follows(next, before)) {
            count++;
            return;
        }
        gathered();
        receipt = next;
        first = number;
        count = 1;
    }

    private boolean follows(PublishReceipt next, PublishReceipt before) {
        Ulid id = next.messageId();
        Ulid from = before.messageId();
        return id.high() == from.high()
                && id.low() == from.low() + count
                && next.matched() == before.matched()
                && next.givenCorrelation().isEmpty()
                && before.givenCorrelation().isEmpty();
    }

    private void gathered() {
        PublishReceipt before = receipt;
        if (before != null) {
            Published reply = new Published(first, before, count);
            replies.add(() -> session.send(reply, true));
            receipt = null;
        }
    }

    /** Lets others publish, has what was published delivered, and answers. */
    void end() {
        if (!begun) {
            return;
        }
        begun = false;
        burst.end();
        if (done > 0) {
            session.requests().completed(done, started);
        }
        gathered();
        for (int i = 0; i < replies.size(); i++) {
            replies.get(i).run();
        }
        replies.clear();
        done = 0;
        failed = 0;
        bytes = 0;
    }
}
