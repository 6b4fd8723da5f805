/** The workload {@code footprint}: what a node costs before it does anything. */
@NullMarked
package io.mpreg.bench.footprint;

import org.jspecify.annotations.NullMarked;
