/** Frames that are wrong in every way, on a running server; others must not notice. */
@NullMarked
package io.mpreg.bench.fuzz;

import org.jspecify.annotations.NullMarked;
