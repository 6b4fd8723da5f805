package io.mpreg.sample.desk;

/** An earthquake with what the desk found out about it. */
public record EnrichedQuake(
        Quake quake, NearestAirport airport, double energyJoules, Severity severity) {}
