/** What the monitor costs: workload {@code monitor-cost}. */
@NullMarked
package io.mpreg.bench.monitor;

import org.jspecify.annotations.NullMarked;
