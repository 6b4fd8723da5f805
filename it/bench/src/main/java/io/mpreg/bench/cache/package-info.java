/** The workload {@code cache}: reads and writes of a region beside other caches. */
@NullMarked
package io.mpreg.bench.cache;

import org.jspecify.annotations.NullMarked;
