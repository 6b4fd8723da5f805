/**
 * The only classes of publish and subscribe that see Artemis; a loader of their own brings both
 * together.
 */
@NullMarked
package io.mpreg.bench.pubsub.artemis;

import org.jspecify.annotations.NullMarked;
