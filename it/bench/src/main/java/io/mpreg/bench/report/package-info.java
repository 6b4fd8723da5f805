/** The lines that a benchmark prints. */
package io.mpreg.bench.report;
