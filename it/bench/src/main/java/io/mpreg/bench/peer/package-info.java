/** Servers of other makers, started for one measurement and stopped after it. */
package io.mpreg.bench.peer;
