package io.mpreg.api.cache;

import io.mpreg.api.Value;

/**
 * What an operation on a data structure yielded.
 *
 * @param result the operation's result; JSON null if it has none
 * @param size how many elements the structure has now
 * @since 0.1
 */
public record StructureResult(Value result, long size) {}
