package io.mpreg.bench.pubsub;

import io.mpreg.bench.report.Series;

/**
 * Who is measured, and what came out.
 *
 * @param name how results call it
 * @param flow how messages go through it
 * @param rates deliveries a second, a rate a round
 */
record Contender(String name, Flow flow, Series rates) {}
