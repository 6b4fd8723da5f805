package io.mpreg.bench.peer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a text protocol, by lines and in bulk. <b>Not</b> safe for several threads. */
public final class LineInput {

    private final InputStream stream;
    private final byte[] buffer;
    private int at;
    private int end;

    public LineInput(InputStream stream, int buffer) {
        this.stream = stream;
        this.buffer = new byte[buffer];
    }

    /** The next line, without its line feed. */
    @SuppressWarnings("deprecation") // one byte a character is what the protocols have
    public String line() throws IOException {
        StringBuilder longer = null;
        while (true) {
            for (int i = at; i < end; i++) {
                if (buffer[i] == '\n') {
                    String text = new String(buffer, 0, at, i - at);
                    at = i + 1;
                    return longer == null ? text : longer.append(text).toString();
                }
            }
            longer = longer == null ? new StringBuilder() : longer;
            longer.append(new String(buffer, 0, at, end - at));
            fill();
        }
    }

    /** Leaves out some bytes. */
    public void skip(int bytes) throws IOException {
        int left = bytes;
        while (left > end - at) {
            left -= end - at;
            fill();
        }
        at += left;
    }

    private void fill() throws IOException {
        at = 0;
        end = Math.max(0, stream.read(buffer));
        if (end == 0) {
            throw new EOFException();
        }
    }
}
