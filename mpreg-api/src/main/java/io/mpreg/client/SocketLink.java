package io.mpreg.client;

import io.mpreg.api.MpregLimitException;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Frames over a socket of its own, as a client of RFC 6455.
 *
 * <p>What is sent gathers in one buffer. A lone request is written by the thread that makes it; if
 * there is more under way, the link's thread writes, and takes along what has come by the time it
 * gets to it. Nobody waits for the socket: what it does not take is written when it is ready.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. One thread of its own at a time reads,
 * and tells the receiver what comes.
 */
final class SocketLink implements Link, FrameReader.Sink {

    private static final int MOST_BYTES = 32 * 1024 * 1024;
    private static final byte[] NOTHING = {};
    private static final int NORMAL = 1000;
    private static final int NO_STATUS = 1005;
    private static final long PARTING_MS = 2_000;

    /** Frames written in one go before the thread looks for what has come. */
    private static final int TURN = 4;

    /** So many bytes in one turn are part of a stream rather than single replies. */
    private static final int MUCH = 8 * 1024;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final Inbound inbound;
    private final ClientThreads threads;
    private final boolean binary;
    private final FrameReader reader = new FrameReader(this);
    private final FrameQueue queue;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Object lock = new Object();
    private volatile @Nullable Thread thread;
    private volatile boolean parting;

    /** Whether the link's thread is to write. */
    private volatile boolean owed;

    /** Whether the link's thread sleeps, or is about to, and has to be woken. */
    private volatile boolean resting;

    /** Whether much came or left in the last turn; of the link's thread. */
    private boolean busy;

    /** Whether somebody writes or is to write; guarded by the lock. */
    private boolean writing;

    /**
     * @param channel is connected and has been upgraded
     * @param binary whether the compact form was agreed upon
     */
    SocketLink(SocketChannel channel, Inbound inbound, ClientThreads threads, boolean binary)
            throws IOException {
        this.channel = channel;
        this.inbound = inbound;
        this.threads = threads;
        this.binary = binary;
        this.queue = new FrameQueue(binary);
        channel.configureBlocking(false);
        this.selector = Selector.open();
        this.key = channel.register(selector, SelectionKey.OP_READ);
    }

    @Override
    public boolean isBinary() {
        return binary;
    }

    @Override
    public void send(byte[] message) {
        boolean mine;
        synchronized (lock) {
            room(message.length);
            queue.add(message);
            mine = begin();
        }
        if (mine) {
            handOver();
        }
    }

    @Override
    public void send(Request request, long id, boolean alone) {
        boolean compact = binary && request.isCompact();
        byte[] json = compact ? NOTHING : request.toFrame(id);
        boolean mine;
        synchronized (lock) {
            room(json.length);
            if (compact) {
                queue.add(request, id);
            } else {
                queue.addJson(request, json, id);
            }
            mine = begin();
        }
        if (mine) {
            written(alone);
        }
    }

    private void room(int more) {
        if (over.get()) {
            throw Failures.unavailable("the connection is closed");
        }
        if (queue.bytes() + more > MOST_BYTES && queue.bytes() > 0) {
            throw MpregLimitException.refusal(
                    "too many bytes wait for the connection", MOST_BYTES, Outbox.RETRY_AFTER_MS);
        }
    }

    /* Whether the calling thread has to see to it that what waits is written. */
    private boolean begin() {
        if (writing) {
            return false;
        }
        writing = true;
        return true;
    }

    private void written(boolean alone) {
        if (alone && Thread.currentThread() != thread) {
            try {
                if (writeOne()) {
                    handOver();
                }
            } catch (IOException e) {
                // The thread that reads notices as well, and ends the link.
                handOver();
            }
        } else {
            handOver();
        }
    }

    private void handOver() {
        owed = true;
        // Who does not sleep looks at what is owed before it does.
        if (resting) {
            resting = false;
            selector.wakeup();
        }
    }

    /* Writes the next frame; whether there is more. Only for the one who has begun to write. */
    private boolean writeOne() throws IOException {
        if (!queue.isUnderWay()) {
            synchronized (lock) {
                if (!queue.next()) {
                    writing = false;
                    return false;
                }
            }
            queue.seal();
        }
        queue.writeTo(channel);
        if (queue.isUnderWay()) {
            return true;
        }
        synchronized (lock) {
            queue.recycle();
            writing = queue.isWaiting();
            return writing;
        }
    }

    /* How many bytes that were. */
    private long write() throws IOException {
        owed = false;
        long before = queue.written();
        for (int i = 0; i < TURN; i++) {
            if (!writeOne()) {
                key.interestOps(SelectionKey.OP_READ);
                return queue.written() - before;
            }
            if (queue.isUnderWay()) {
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return 0;
            }
        }
        owed = true;
        return queue.written() - before;
    }

    /**
     * Reads and writes until the link ends, or another thread does so instead; never throws.
     *
     * @param early what came right behind the handshake
     */
    void run(byte[] early) {
        serve(early);
    }

    /* Only the first one gets what came early. */
    private void serve(byte @Nullable [] early) {
        thread = Thread.currentThread();
        Turn last = Turn.LAST;
        String reason = "the connection was cut";
        try {
            inbound.reads(this::relieve);
            if (early != null) {
                reader.begin(early);
            }
            last = inbound.hasRead() ? Turn.MORE : Turn.RELIEVED;
            while (last == Turn.MORE) {
                last = turn();
            }
            reason = reader.closing();
        } catch (IOException | RuntimeException e) {
            last = Turn.LAST;
            reason = String.valueOf(e);
        } finally {
            if (last != Turn.RELIEVED) {
                closeQuietly();
                over(reason);
            }
        }
    }

    private enum Turn {
        MORE,
        LAST,
        RELIEVED
    }

    /* Another thread goes on; the present one notices when it comes back. */
    private boolean relieve() {
        Thread before = thread;
        thread = null;
        if (threads.dedicate(() -> serve(null))) {
            return true;
        }
        thread = before;
        return false;
    }

    private Turn turn() throws IOException {
        if (owed) {
            selector.selectNow();
        } else if (parting) {
            if (rest(PARTING_MS) == 0 && !owed) {
                return Turn.LAST;
            }
        } else if (!busy || !looksAgain()) {
            rest(0);
        }
        selector.selectedKeys().clear();
        boolean readable = key.isReadable();
        busy = false;
        boolean writable = key.isWritable();
        if (readable && !reader.read(channel)) {
            answerClosing();
            return Turn.LAST;
        }
        if (readable && !inbound.hasRead()) {
            return Turn.RELIEVED;
        }
        busy = readable && (reader.lastBytes() >= MUCH || reader.isWithin());
        if (owed || writable) {
            busy |= write() >= MUCH;
        }
        return Turn.MORE;
    }

    private int rest(long millis) throws IOException {
        resting = true;
        int ready = owed ? selector.selectNow() : selector.select(millis);
        resting = false;
        return ready;
    }

    /*
     * Where much came more follows. To let others have the processor for once costs less than to go to
     * sleep and be woken, which the sender pays for, too. True if there is no reason to wait.
     */
    private boolean looksAgain() throws IOException {
        Thread.yield();
        return selector.selectNow() > 0 || owed || parting;
    }

    /* The node wants to end it, or has: what can be said at once is said. */
    private void answerClosing() throws IOException {
        int code = reader.closeCode();
        if (parting || code == 0) {
            return;
        }
        boolean mine;
        synchronized (lock) {
            queue.addClose(code == NO_STATUS ? NORMAL : code);
            mine = begin() || owed;
        }
        for (int i = 0; mine && i < TURN; i++) {
            // What waits goes before it.
            mine = writeOne() && !queue.isUnderWay();
        }
    }

    @Override
    public void binary(byte[] array, int from, int to) {
        if (!parting) {
            inbound.binary(array, from, to);
        }
    }

    @Override
    public void text(byte[] utf8) {
        if (!parting) {
            inbound.frame(utf8);
        }
    }

    @Override
    public void ping(byte[] payload) {
        boolean mine;
        synchronized (lock) {
            queue.addPong(payload);
            mine = begin();
        }
        if (mine) {
            handOver();
        }
    }

    private void closeQuietly() {
        try {
            selector.close();
            channel.close();
        } catch (IOException e) {
            System.getLogger(SocketLink.class.getName())
                    .log(System.Logger.Level.DEBUG, "the socket did not close well", e);
        }
    }

    private void over(String reason) {
        if (over.compareAndSet(false, true)) {
            inbound.closed(reason);
        }
    }

    @Override
    public void close() {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        boolean mine;
        synchronized (lock) {
            queue.addClose(NORMAL);
            mine = begin();
        }
        parting = true;
        if (mine) {
            handOver();
        } else {
            selector.wakeup();
        }
        inbound.closed("closed");
    }
}
