/** A subscriber that never reads, and what everybody else notices of it. */
@NullMarked
package io.mpreg.bench.slow;

import org.jspecify.annotations.NullMarked;
