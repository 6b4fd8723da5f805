/**
 * Queues and the state of their deliveries, over a {@link io.mpreg.engine.queue.QueueStore} that
 * remembers them. For the node and its sessions.
 */
@NullMarked
package io.mpreg.engine.queue;

import org.jspecify.annotations.NullMarked;
