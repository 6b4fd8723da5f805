/** Queues in a journal. For the node. */
@NullMarked
package io.mpreg.engine.queue.store;

import org.jspecify.annotations.NullMarked;
