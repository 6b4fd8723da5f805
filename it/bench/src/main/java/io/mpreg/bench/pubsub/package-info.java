/**
 * The workloads {@code pubsub}, {@code pubsub-invm} and {@code fanout}, and the check {@code
 * replay-seam}.
 */
@NullMarked
package io.mpreg.bench.pubsub;

import org.jspecify.annotations.NullMarked;
