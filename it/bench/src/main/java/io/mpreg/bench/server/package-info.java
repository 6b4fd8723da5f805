/** The command {@code it/bench/server}: real servers with MPREG and the sample on them. */
package io.mpreg.bench.server;
