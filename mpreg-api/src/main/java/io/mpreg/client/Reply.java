package io.mpreg.client;

import io.mpreg.api.MpregException;
import io.mpreg.wire.Fields;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for the reply to a request.
 *
 * <p><b>Threads.</b> Told once, by any thread.
 */
interface Reply {

    /**
     * A reply came: the fields of an object, what a compact message says, or a failure.
     *
     * @return whether everything is done; else {@link #show} is to be called on a thread for
     *     callbacks
     */
    boolean arrived(Object reply);

    /** Completes what has arrived, with whatever the application attached to it. */
    void show();

    /** There will be no reply. */
    void failed(MpregException failure);

    /** The fields of a reply, whatever its form. */
    static Fields fields(Object reply) {
        return reply instanceof Fields fields ? fields : Compacted.reply(reply);
    }

    /** The fields of the reply, on the thread that receives it. */
    final class Whole extends CompletableFuture<Fields> implements Reply {

        private final Runnable blocks;

        /**
         * @param blocks learns that a thread is about to wait
         */
        Whole(Runnable blocks) {
            this.blocks = blocks;
        }

        @Override
        public Fields get() throws InterruptedException, ExecutionException {
            if (!isDone()) {
                blocks.run();
            }
            return super.get();
        }

        @Override
        public boolean arrived(Object reply) {
            if (reply instanceof MpregException failure) {
                completeExceptionally(failure);
            } else {
                complete(fields(reply));
            }
            return true;
        }

        @Override
        public void show() {
            // Done already.
        }

        @Override
        public void failed(MpregException failure) {
            completeExceptionally(failure);
        }
    }

    /**
     * What is made of the reply, on a thread for callbacks, or on one that waits for it: such a
     * thread is woken by the one that receives, without another in between.
     */
    final class Made<T> extends CompletableFuture<T> implements Reply {

        @SuppressWarnings("rawtypes") // of every kind of reply
        private static final AtomicReferenceFieldUpdater<Made, Object> KNOWN =
                AtomicReferenceFieldUpdater.newUpdater(Made.class, Object.class, "known");

        /** After which time a thread that waits looks for an end that nobody told it of. */
        private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

        private final Connection connection;
        private final Function<Object, T> made;

        /** A thread that waits, or what has arrived. */
        private volatile @Nullable Object known;

        /**
         * @param made makes it of what {@link #arrived} was told
         */
        Made(Connection connection, Function<Object, T> made) {
            this.connection = connection;
            this.made = made;
        }

        @Override
        public boolean arrived(Object reply) {
            Object before = KNOWN.getAndSet(this, reply);
            if (before instanceof Thread waiting) {
                LockSupport.unpark(waiting);
                return true;
            }
            return false;
        }

        @Override
        public void show() {
            Object reply = known;
            if (reply == null || isDone()) {
                return;
            }
            if (reply instanceof MpregException failure) {
                completeExceptionally(failure);
                return;
            }
            T value;
            try {
                value = made.apply(reply);
            } catch (RuntimeException e) {
                completeExceptionally(e);
                return;
            }
            complete(value);
        }

        @Override
        public void failed(MpregException failure) {
            if (arrived(failure)) {
                return;
            }
            try {
                connection.threads().callbacks().execute(this::show);
            } catch (RejectedExecutionException e) {
                show();
            }
        }

        @Override
        public boolean complete(T value) {
            boolean first = super.complete(value);
            wake();
            return first;
        }

        @Override
        public boolean completeExceptionally(Throwable failure) {
            boolean first = super.completeExceptionally(failure);
            wake();
            return first;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean first = super.cancel(mayInterruptIfRunning);
            wake();
            return first;
        }

        private void wake() {
            if (known instanceof Thread waiting) {
                LockSupport.unpark(waiting);
            }
        }

        @Override
        public T get() throws InterruptedException, ExecutionException {
            while (!waited(LOOK_NANOS)) {
                // Not yet.
            }
            return super.get();
        }

        @Override
        public T get(long timeout, TimeUnit unit)
                throws InterruptedException, ExecutionException, TimeoutException {
            help();
            long end = connection.threads().nanos() + unit.toNanos(timeout);
            long left;
            do {
                left = Math.max(0, end - connection.threads().nanos());
            } while (left > 0 && !waited(Math.min(left, LOOK_NANOS)));
            return super.get(left, TimeUnit.NANOSECONDS);
        }

        @Override
        public T join() {
            boolean interrupted = false;
            boolean over = false;
            while (!over) {
                try {
                    over = waited(LOOK_NANOS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return super.join();
        }

        /* Waits for the reply at most so long; whether it is there, or others see to it. */
        private boolean waited(long nanos) throws InterruptedException {
            Thread here = Thread.currentThread();
            if (isDone() || here instanceof ForkJoinWorkerThread) {
                // The pool of such a thread has to know that it waits.
                return true;
            }
            connection.blocks();
            if (KNOWN.compareAndSet(this, null, here)) {
                if (!isDone()) {
                    LockSupport.parkNanos(this, nanos);
                }
                if (KNOWN.compareAndSet(this, here, null)) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    return isDone();
                }
            }
            help();
            return true;
        }

        /* Completes what has arrived, instead of waiting until another thread does. */
        private void help() {
            if (!(known instanceof Thread)) {
                show();
            }
        }
    }
}
