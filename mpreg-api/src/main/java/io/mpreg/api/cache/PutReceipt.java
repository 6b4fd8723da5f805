package io.mpreg.api.cache;

/**
 * What became of a write.
 *
 * @param stored false if an entry was there and should stay
 * @param version the version of the entry that is there now
 * @since 0.1
 */
public record PutReceipt(boolean stored, long version) {}
