package io.mpreg.api.cache;

/**
 * The data structures that an entry can be.
 *
 * @since 0.1
 */
public enum StructureType {
    SET,
    LIST,
    MAP,
    COUNTER,
    SORTED_SET,
    QUEUE,
    STACK
}
