package io.mpreg.bench.fuzz;

import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Sends wrong frames over one connection after the other until all are sent. */
final class Attacker implements Runnable {

    /** How many frames go out in one write. */
    private static final int BURST = 64;

    /** Every so many frames one is valid, or the connection would not live long. */
    private static final int VALID = 8;

    /** One connection in so many ends with bytes that are no frame of a WebSocket at all. */
    private static final int BROKEN = 20;

    /** Stands for a handshake that was not answered as it should. */
    static final int REFUSED = -1;

    /** Stands for a connection that this side has cut. */
    static final int CUT = -2;

    private static final int MOST_PER_CONNECTION = 4_096;
    private static final long PATIENCE_S = 30;

    private final int port;
    private final boolean binary;
    private final boolean harmless;
    private final Random random;
    private final Mutator mutator;
    private final AtomicLong left;
    private final AtomicLong sent;
    private final Map<Integer, AtomicInteger> closes;

    /**
     * @param harmless whether every frame is valid, and every connection ends in order
     * @param left how many frames all attackers have yet to send
     * @param closes how many connections ended with each code
     */
    Attacker(
            int port,
            boolean binary,
            boolean harmless,
            long seed,
            AtomicLong left,
            AtomicLong sent,
            Map<Integer, AtomicInteger> closes) {
        this.port = port;
        this.binary = binary;
        this.harmless = harmless;
        this.random = new Random(seed);
        this.mutator = new Mutator(binary ? Seeds.frames() : Seeds.texts(), !binary, random);
        this.left = left;
        this.sent = sent;
        this.closes = closes;
    }

    @Override
    public void run() {
        while (left.get() > 0) {
            try (RawSocket socket =
                    new RawSocket(port, binary ? "mpreg.v1.bin" : "mpreg.v1.json", random)) {
                one(socket);
            } catch (IOException e) {
                count(REFUSED); // refused: the server is overloaded, or gone; the others will tell
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void one(RawSocket socket) throws IOException, InterruptedException {
        AtomicInteger code = new AtomicInteger();
        Thread reader = new Thread(() -> code.set(socket.drain()), "fuzz-reader");
        reader.setDaemon(true);
        reader.start();
        int most = 1 + random.nextInt(MOST_PER_CONNECTION);
        try {
            for (int n = 0; n < most && reader.isAlive() && left.get() > 0; n += BURST) {
                burst(socket);
            }
            if (!harmless && random.nextInt(BROKEN) == 0) {
                byte[] junk = new byte[1 + random.nextInt(300)];
                random.nextBytes(junk);
                socket.writeRaw(junk);
                socket.finish();
            } else if (harmless || random.nextBoolean()) {
                socket.write(8, new byte[] {3, (byte) 0xE8});
                socket.flush();
            } else if (reader.isAlive()) {
                count(CUT);
                socket.close();
                return;
            }
        } catch (IOException e) {
            // The server has closed: the reader knows with which code.
        }
        reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_S));
        count(reader.isAlive() ? RawSocket.NEVER : code.get());
    }

    private void burst(RawSocket socket) throws IOException {
        for (int i = 0; i < BURST; i++) {
            byte[] frame = harmless || i % VALID == 0 ? mutator.valid() : mutator.next();
            socket.write(binary ? RawSocket.BINARY : RawSocket.TEXT, frame);
        }
        socket.flush();
        left.addAndGet(-BURST);
        sent.addAndGet(BURST);
    }

    private void count(int code) {
        closes.computeIfAbsent(code, c -> new AtomicInteger()).incrementAndGet();
    }
}
