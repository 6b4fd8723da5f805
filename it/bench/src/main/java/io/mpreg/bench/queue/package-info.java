/**
 * Durable queues in one process and through a server, beside brokers that keep their messages on
 * disk.
 */
package io.mpreg.bench.queue;
