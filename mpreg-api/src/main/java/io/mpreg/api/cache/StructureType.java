package io.mpreg.api.cache;

/**
 * The data structures that an entry can be.
 *
 * @since 0.1
 */
public enum StructureType {
    /** add, remove, contains, members, size, clear. */
    SET,
    /** append, prepend, insert, get, remove, pop, slice, size, clear. */
    LIST,
    /** put, get, remove, contains, keys, values, entries, size, clear. */
    MAP,
    /** increment, decrement, set, get, reset. */
    COUNTER,
    /** add, remove, score, rank, range, size, clear. */
    SORTED_SET,
    /** enqueue, dequeue, peek, size. */
    QUEUE,
    /** push, pop, peek, size. */
    STACK
}
