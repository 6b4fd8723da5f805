package io.mpreg.engine.journal;

import java.nio.ByteBuffer;

/** The records that a journal writes. */
final class Parts {

    private Parts() {}

    /** An appender's record. */
    record Data(int type, byte[] header, byte[] body) implements Part {
        @Override
        public int length() {
            return Format.HEAD + header.length + body.length;
        }

        @Override
        public boolean lives() {
            return true;
        }

        @Override
        public void put(ByteBuffer buffer, int at, long sequence) {
            Format.head(
                    buffer,
                    at,
                    length(),
                    sequence,
                    Format.DATA,
                    (byte) 0,
                    type,
                    header.length,
                    sequence);
            buffer.put(at + Format.HEAD, header);
            buffer.put(at + Format.HEAD + header.length, body);
        }
    }

    /** An appender's record at a new place. */
    record Moved(Entry entry) implements Part {
        @Override
        public int length() {
            return Format.HEAD + 8 + entry.header().remaining() + entry.body().remaining();
        }

        @Override
        public boolean lives() {
            return true;
        }

        @Override
        public void put(ByteBuffer buffer, int at, long sequence) {
            ByteBuffer header = entry.header();
            ByteBuffer body = entry.body();
            Format.head(
                    buffer,
                    at,
                    length(),
                    sequence,
                    Format.DATA,
                    Format.MOVED,
                    entry.type(),
                    header.remaining(),
                    entry.sequence());
            int to = at + Format.HEAD;
            buffer.putLong(to, entry.position());
            buffer.put(to + 8, header, header.position(), header.remaining());
            buffer.put(to + 8 + header.remaining(), body, body.position(), body.remaining());
        }
    }

    /** Names dead records. */
    record Release(long[] positions) implements Part {
        @Override
        public int length() {
            return Format.HEAD + 8 * positions.length;
        }

        @Override
        public boolean lives() {
            return false;
        }

        @Override
        public void put(ByteBuffer buffer, int at, long sequence) {
            Format.head(
                    buffer,
                    at,
                    length(),
                    sequence,
                    Format.RELEASE,
                    (byte) 0,
                    0,
                    0,
                    positions.length);
            for (int i = 0; i < positions.length; i++) {
                buffer.putLong(at + Format.HEAD + 8 * i, positions[i]);
            }
        }
    }

    /** Says which segment is the oldest from now on. */
    record Trim(long oldest) implements Part {
        @Override
        public int length() {
            return Format.HEAD;
        }

        @Override
        public boolean lives() {
            return false;
        }

        @Override
        public void put(ByteBuffer buffer, int at, long sequence) {
            Format.head(buffer, at, length(), sequence, Format.TRIM, (byte) 0, 0, 0, oldest);
        }
    }
}
