/** Topic matching beside other Java matchers: workloads {@code topics} and {@code churn}. */
@NullMarked
package io.mpreg.bench.topics;

import org.jspecify.annotations.NullMarked;
