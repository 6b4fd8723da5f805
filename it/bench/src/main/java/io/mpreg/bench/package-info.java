/** The command {@code it/bench/bench}: measures workloads and reports them line by line. */
@NullMarked
package io.mpreg.bench;

import org.jspecify.annotations.NullMarked;
