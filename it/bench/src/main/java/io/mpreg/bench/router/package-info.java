/** The unified router: workload {@code router}. */
@NullMarked
package io.mpreg.bench.router;

import org.jspecify.annotations.NullMarked;
