/** The command {@code it/bench/server}: real servers with MPREG and the sample on them. */
@NullMarked
package io.mpreg.bench.server;

import org.jspecify.annotations.NullMarked;
