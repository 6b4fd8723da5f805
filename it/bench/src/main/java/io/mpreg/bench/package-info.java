/** The command {@code it/bench/bench}: measures workloads and reports them line by line. */
package io.mpreg.bench;
