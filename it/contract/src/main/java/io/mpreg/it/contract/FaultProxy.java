package io.mpreg.it.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and the server under test, and treats their connections badly. */
final class FaultProxy implements AutoCloseable {

    private static final int BUFFER = 8192;

    private final ServerSocket door;
    private final Set<Way> ways = ConcurrentHashMap.newKeySet();
    private final AtomicInteger made = new AtomicInteger();
    private volatile int chunk = BUFFER;
    private volatile long pauseMs;
    private volatile boolean silent;
    private volatile boolean refusing;

    private FaultProxy(ServerSocket door) {
        this.door = door;
    }

    static FaultProxy open() throws IOException {
        FaultProxy proxy =
                new FaultProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        start("fault-proxy", proxy::accept);
        return proxy;
    }

    String webSocket() {
        return "ws://127.0.0.1:" + door.getLocalPort() + "/mpreg/ws";
    }

    /** How many connections were made through it. */
    int made() {
        return made.get();
    }

    /** Passes on so many bytes at a time, with a pause after each. */
    void slow(int bytes, long pause) {
        chunk = bytes;
        pauseMs = pause;
    }

    /** Whether nothing gets through any more, not even the news that an end has gone. */
    void silent(boolean now) {
        silent = now;
    }

    /** Whether new connections are cut at once. */
    void refusing(boolean now) {
        refusing = now;
    }

    /** Cuts every connection, wherever it is. */
    void cut() {
        ways.forEach(Way::cut);
    }

    /** Cuts every connection once so many more bytes have come from the server: within a frame. */
    void cutAfter(int bytes) {
        ways.forEach(way -> way.allowance.set(bytes));
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                Socket server = new Socket();
                server.connect(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(),
                                Integer.getInteger("mpreg.test.port")));
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                made.incrementAndGet();
                new Way(client, server).begin();
            } catch (IOException e) {
                continue; // the door is shut, or one connection failed: the client tries again
            }
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }

    /** One connection in both directions. */
    private final class Way {

        private final Socket client;
        private final Socket server;
        private final AtomicInteger allowance = new AtomicInteger(Integer.MAX_VALUE);

        Way(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void begin() {
            ways.add(this);
            start("fault-proxy-up", () -> pump(client, server, false));
            start("fault-proxy-down", () -> pump(server, client, true));
        }

        private void pump(Socket from, Socket to, boolean down) {
            byte[] buffer = new byte[BUFFER];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                while (true) {
                    int n = in.read(buffer, 0, chunk);
                    if (silent) {
                        if (n < 0) {
                            return;
                        }
                        continue;
                    }
                    if (n < 0) {
                        break;
                    }
                    if (down && allowance.get() != Integer.MAX_VALUE) {
                        n = Math.min(n, allowance.get());
                        out.write(buffer, 0, n);
                        if (allowance.addAndGet(-n) <= 0) {
                            break;
                        }
                    } else {
                        out.write(buffer, 0, n);
                    }
                    if (pauseMs > 0) {
                        TimeUnit.MILLISECONDS.sleep(pauseMs);
                    }
                }
            } catch (IOException | InterruptedException e) {
                cut();
                return;
            }
            cut();
        }

        void cut() {
            ways.remove(this);
            quietly(client);
            quietly(server);
        }

        private void quietly(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                return; // it was gone already
            }
        }
    }
}
