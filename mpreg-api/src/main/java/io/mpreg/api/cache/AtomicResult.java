package io.mpreg.api.cache;

import io.mpreg.api.Value;

/**
 * What became of an atomic operation.
 *
 * @param success whether the entry was written
 * @param oldValue the value before; JSON null if there was none
 * @param newValue the value after
 * @param reason why not; empty on success
 * @since 0.1
 */
public record AtomicResult(boolean success, Value oldValue, Value newValue, String reason) {}
