/**
 * Durable queues in one process and through a server, beside brokers that keep their messages on
 * disk.
 */
@NullMarked
package io.mpreg.bench.queue;

import org.jspecify.annotations.NullMarked;
