/**
 * The only classes of publish and subscribe that see RabbitMQ's client; a loader of their own
 * brings both together.
 */
@NullMarked
package io.mpreg.bench.pubsub.rabbitmq;

import org.jspecify.annotations.NullMarked;
