package io.mpreg.engine.cache.peer;

import io.mpreg.api.Payload;

/**
 * What was written.
 *
 * @param value the value
 * @param traits how it is kept
 */
public record Content(Payload value, Traits traits) {}
