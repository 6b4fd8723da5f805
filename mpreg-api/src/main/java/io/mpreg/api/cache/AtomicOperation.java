package io.mpreg.api.cache;

/**
 * What an atomic operation does with an entry.
 *
 * @since 0.1
 */
public enum AtomicOperation {
    /** Writes if the present value equals the expected one; a missing entry counts as null. */
    TEST_AND_SET,
    /** Writes if there is an entry and it equals the expected value. */
    COMPARE_AND_SET,
    /** Adds the given number, 1 unless given; a missing entry counts as 0. */
    INCREMENT,
    /** Subtracts the given number, 1 unless given; a missing entry counts as 0. */
    DECREMENT,
    /** Adds at the end of a string or list; a missing entry counts as empty. */
    APPEND,
    /** Adds at the beginning of a string or list; a missing entry counts as empty. */
    PREPEND,
    /** Writes if there is no entry. */
    PUT_IF_ABSENT
}
