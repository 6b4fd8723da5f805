package io.mpreg.engine.journal;

import java.nio.ByteBuffer;

/**
 * One record as it was appended.
 *
 * @param position where it is now
 * @param sequence its place in the order of all appends. It is the record's identity: it stays when
 *     the record is moved, and no other record ever has it
 * @param type the appender's own
 * @param header the appender's first part
 * @param body the appender's second part
 */
public record Entry(long position, long sequence, int type, ByteBuffer header, ByteBuffer body) {}
