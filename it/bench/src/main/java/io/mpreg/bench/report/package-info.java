/** The lines that a benchmark prints. */
@NullMarked
package io.mpreg.bench.report;

import org.jspecify.annotations.NullMarked;
