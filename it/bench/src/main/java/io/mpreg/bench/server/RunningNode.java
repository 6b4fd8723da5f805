package io.mpreg.bench.server;

import io.mpreg.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server that was started.
 *
 * @param spec what was asked for
 * @param pid its process
 */
public record RunningNode(NodeSpec spec, long pid) {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(45);

    /** The line that tells programs about it. */
    String line() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("node", spec.node());
        line.put("cluster", spec.cluster());
        line.put("http", spec.http());
        line.put("ws", spec.webSocket());
        line.put("pid", pid);
        line.put("on", spec.product().label());
        if (spec.isSecured()) {
            line.put("user", TestUsers.ADMIN);
            line.put("password", TestUsers.PASSWORD);
        }
        return "NODE " + new String(Json.write(line), StandardCharsets.UTF_8);
    }

    /** Stops the process: orderly first, by force if that takes too long. */
    public void stop() throws InterruptedException {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isPresent()) {
            stop(process.get());
        }
    }

    static void stop(ProcessHandle process) throws InterruptedException {
        process.destroy();
        try {
            process.onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for process " + process.pid(), e);
        }
    }
}
