package io.mpreg.engine.cache;

import org.jspecify.annotations.Nullable;

/**
 * What an operation on a data structure did.
 *
 * @param result what it yields, as a tree
 * @param size how many elements the structure has now
 * @param changed whether it is to be written
 * @param tree the structure as it is now
 */
record Step(@Nullable Object result, long size, boolean changed, Object tree) {}
