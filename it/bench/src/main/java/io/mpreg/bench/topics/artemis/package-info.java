/** Topic matching by Artemis; its classes are on no class path here but in a loader of its own. */
@NullMarked
package io.mpreg.bench.topics.artemis;

import org.jspecify.annotations.NullMarked;
