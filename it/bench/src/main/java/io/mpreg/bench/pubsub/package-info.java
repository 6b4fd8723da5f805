/**
 * The workloads {@code pubsub}, {@code pubsub-invm} and {@code fanout}, and the check {@code
 * replay-seam}.
 */
package io.mpreg.bench.pubsub;
