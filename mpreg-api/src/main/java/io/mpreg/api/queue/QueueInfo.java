package io.mpreg.api.queue;

/**
 * A queue: its settings and its counts.
 *
 * @since 0.1
 */
public record QueueInfo(String name, QueueSettings settings, QueueStats stats, boolean paused) {}
