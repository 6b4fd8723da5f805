/** The workload {@code cache}: reads and writes of a region beside other caches. */
package io.mpreg.bench.cache;
