package io.mpreg.sample.desk;

/** The airport nearest to a place, and how far it is. */
public record NearestAirport(String iata, String name, double distanceKm) {}
