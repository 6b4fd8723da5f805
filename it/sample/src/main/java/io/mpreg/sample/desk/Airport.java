package io.mpreg.sample.desk;

/** An airport: its code, its name and where it lies, in degrees. */
public record Airport(String iata, String name, double latitude, double longitude) {}
