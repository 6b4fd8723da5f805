package io.mpreg.bench.pubsub;

import io.mpreg.bench.report.Series;
import java.util.Map;

/**
 * Who is measured, and what came out.
 *
 * @param name how results call it
 * @param flow how messages go through it
 * @param settings how it is set, beyond what is the same for all
 * @param rates deliveries a second, a rate a round
 */
record Contender(String name, Flow flow, Map<String, Object> settings, Series rates) {}
