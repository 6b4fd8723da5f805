/** Topic matching beside other Java matchers: workloads {@code topics} and {@code churn}. */
package io.mpreg.bench.topics;
