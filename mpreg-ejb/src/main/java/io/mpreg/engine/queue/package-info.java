/** Queues and the state of their deliveries. For the node and its sessions. */
@NullMarked
package io.mpreg.engine.queue;

import org.jspecify.annotations.NullMarked;
