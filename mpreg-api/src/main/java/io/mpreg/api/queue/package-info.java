/** Durable queues: sending, consuming, acknowledging. For application developers. */
@NullMarked
package io.mpreg.api.queue;

import org.jspecify.annotations.NullMarked;
