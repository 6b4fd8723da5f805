/**
 * The only classes of queues that see RabbitMQ's client; a loader of their own brings both
 * together.
 */
@NullMarked
package io.mpreg.bench.queue.rabbitmq;

import org.jspecify.annotations.NullMarked;
