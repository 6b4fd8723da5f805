/** The unified router: workload {@code router}. */
package io.mpreg.bench.router;
