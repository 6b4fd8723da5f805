/** The workload {@code footprint}: what a node costs before it does anything. */
package io.mpreg.bench.footprint;
