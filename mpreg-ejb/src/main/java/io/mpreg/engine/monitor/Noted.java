package io.mpreg.engine.monitor;

/**
 * An event in the ring.
 *
 * @param sequence its number; on one node the order of numbers is the causal order
 * @param millis when it was noted
 * @param bytes about what it takes
 * @param event what happened
 */
record Noted(long sequence, long millis, int bytes, Event event) {}
