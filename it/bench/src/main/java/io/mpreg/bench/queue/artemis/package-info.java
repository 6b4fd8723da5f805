/** The only classes that see Artemis; a loader of their own brings the two together. */
@NullMarked
package io.mpreg.bench.queue.artemis;

import org.jspecify.annotations.NullMarked;
