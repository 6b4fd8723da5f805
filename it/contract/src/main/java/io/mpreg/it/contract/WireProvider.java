package io.mpreg.it.contract;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A connection that provides functions, as a browser does. */
final class WireProvider implements AutoCloseable {

    private final Protocol protocol = Protocol.connect();
    private final Map<String, Function<List<?>, ?>> bodies = new ConcurrentHashMap<>();
    private final Thread answering = new Thread(this::answer, "wire-provider");

    WireProvider() {
        answering.setDaemon(true);
        answering.start();
    }

    /** Provides a function of positional arguments. */
    WireProvider provide(String function, Function<List<?>, ?> body) throws Exception {
        bodies.put(function, body);
        protocol.ok("rpc.register", Map.of("function", function));
        return this;
    }

    private void answer() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Map<String, Object> push = protocol.push();
                if ("rpc.invoke".equals(push.get("op"))) {
                    answer(push);
                }
            }
        } catch (InterruptedException | AssertionError e) {
            // The test is over, or asks for nothing any more.
            return;
        } catch (Exception e) {
            throw new IllegalStateException("a provider broke off", e);
        }
    }

    private void answer(Map<String, Object> invoke) throws Exception {
        Object invocation = invoke.get("invocation");
        Function<List<?>, ?> body = bodies.get((String) invoke.get("function"));
        Object value = body.apply((List<?>) invoke.get("args"));
        protocol.ok("rpc.return", Map.of("invocation", invocation, "value", value));
    }

    @Override
    public void close() {
        answering.interrupt();
        protocol.close();
    }
}
