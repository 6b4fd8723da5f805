package io.mpreg.engine.journal;

import io.mpreg.api.MpregStorageException;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.VirtualTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Measures a journal on a real disk against the bare force of a written block: one append at a
 * time, many at a time, and opening with many live records. Prints; asserts nothing.
 *
 * <p>Arguments: a folder, and what to measure: {@code latency}, {@code rate} or {@code replay}.
 */
public final class JournalThroughput {

    private static final byte[] HEADER = new byte[16];
    private static final byte[] BODY = new byte[1024];

    private JournalThroughput() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        for (int round = 1; round <= 5; round++) {
            clear(folder);
            switch (arguments[1]) {
                case "latency" -> latency(folder);
                case "rate" -> rate(folder, 8, 512, 1_000_000);
                default -> replay(folder, 1_000_000);
            }
        }
        clear(folder);
    }

    private static void latency(Path folder) throws IOException {
        int times = 4000;
        double raw;
        Files.createDirectories(folder);
        Path file = folder.resolve("raw.bin");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(4096);
            for (int i = 0; i < times; i++) {
                channel.write(block.clear(), i * 4096L);
            }
            channel.force(true);
            long[] took = new long[times];
            for (int i = 0; i < times; i++) {
                long start = System.nanoTime();
                channel.write(block.clear(), i * 4096L);
                channel.force(false);
                took[i] = System.nanoTime() - start;
            }
            raw = median(took);
        }
        try (Journal journal = open(folder.resolve("journal"))) {
            double parked = median(appends(journal, times, false));
            double driven = median(appends(journal, times, true));
            System.out.printf(
                    "raw %.1f us, append by the writer %.1f us (%.2f), driven %.1f us (%.2f)%n",
                    raw / 1e3, parked / 1e3, parked / raw, driven / 1e3, driven / raw);
        }
    }

    private static long[] appends(Journal journal, int times, boolean drive) {
        Thread caller = Thread.currentThread();
        AtomicLong safe = new AtomicLong();
        Done done = done(() -> signal(safe, caller));
        long[] took = new long[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            journal.append(1, HEADER, BODY, Level.DISK, done);
            if (drive) {
                journal.drive();
            }
            while (safe.get() <= i) {
                LockSupport.park();
            }
            took[i] = System.nanoTime() - start;
        }
        return took;
    }

    private static void signal(AtomicLong safe, Thread caller) {
        safe.incrementAndGet();
        LockSupport.unpark(caller);
    }

    private static void rate(Path folder, int threads, int inFlight, int records) throws Exception {
        try (Journal journal = open(folder)) {
            Semaphore window = new Semaphore(inFlight);
            AtomicLong released = new AtomicLong();
            long start = System.nanoTime();
            Thread[] all = new Thread[threads];
            for (int t = 0; t < threads; t++) {
                all[t] =
                        new Thread(
                                () -> {
                                    for (int i = 0; i < records / threads; i++) {
                                        window.acquireUninterruptibly();
                                        journal.append(
                                                1,
                                                HEADER,
                                                BODY,
                                                Level.DISK,
                                                new Releasing(journal, window, released));
                                    }
                                });
                all[t].start();
            }
            for (Thread thread : all) {
                thread.join();
            }
            window.acquire(inFlight);
            double seconds = (System.nanoTime() - start) / 1e9;
            JournalStatus status = journal.status();
            System.out.printf(
                    "%d threads, %d in flight: %.0f appends/s, %.0f per force, %d segments%n",
                    threads,
                    inFlight,
                    records / seconds,
                    (double) records / status.forces(),
                    status.segments());
        }
    }

    private static void replay(Path folder, int records) throws Exception {
        try (Journal journal = open(folder)) {
            Semaphore window = new Semaphore(4096);
            for (int i = 0; i < records; i++) {
                window.acquire();
                journal.append(1, HEADER, BODY, Level.DISK, done(window::release));
            }
            window.acquire(4096);
        }
        AtomicLong seen = new AtomicLong();
        long start = System.nanoTime();
        try (Journal journal = open(folder, entry -> seen.incrementAndGet())) {
            System.out.printf(
                    "%d records shown in %.2f s%n", seen.get(), (System.nanoTime() - start) / 1e9);
        }
    }

    private static Journal open(Path folder) {
        return open(folder, entry -> {});
    }

    private static Journal open(Path folder, Replay replay) {
        Platform platform =
                new Platform(Clock.system(), new VirtualTime(), Runnable::run, Thread::new);
        return Journal.open(folder, JournalSettings.defaults(), platform, replay, Relocation.NONE);
    }

    private static double median(long[] took) {
        long[] warm = Arrays.copyOfRange(took, took.length / 4, took.length);
        Arrays.sort(warm);
        return warm[warm.length / 2];
    }

    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Done done(Runnable durable) {
        return new Done() {
            @Override
            public void onDurable(long position) {
                durable.run();
            }

            @Override
            public void onFailure(MpregStorageException failure) {
                throw failure;
            }
        };
    }

    /** Releases what became durable, as a consumer would. */
    private record Releasing(Journal journal, Semaphore window, AtomicLong released)
            implements Done {
        @Override
        public void onDurable(long position) {
            journal.tryRelease(new long[] {position}, Level.DISK, Done.IGNORED);
            released.incrementAndGet();
            window.release();
        }

        @Override
        public void onFailure(MpregStorageException failure) {
            throw failure;
        }
    }
}
