/** An append-only log on stable storage. For queues. */
@NullMarked
package io.mpreg.engine.journal;

import org.jspecify.annotations.NullMarked;
