package io.mpreg.engine.rpc;

/**
 * A command that runs at present.
 *
 * @param requestId its request
 * @param command its name in the request
 * @param function what it calls
 * @param node where it runs
 * @param runningMs for how long, in milliseconds
 * @param percent how far the function says it is, 0 to 100
 * @param step what the function says it does
 */
public record ActiveCommand(
        String requestId,
        String command,
        String function,
        String node,
        double runningMs,
        double percent,
        String step) {}
