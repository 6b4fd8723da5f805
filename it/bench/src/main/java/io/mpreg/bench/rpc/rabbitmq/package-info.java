/**
 * The only classes of calls that see RabbitMQ's client; a loader of their own brings both together.
 */
@NullMarked
package io.mpreg.bench.rpc.rabbitmq;

import org.jspecify.annotations.NullMarked;
