package io.mpreg.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk on which one can try out what a change would do: reads come from another disk, writes stay
 * in memory.
 *
 * <p><b>Threads.</b> For one thread.
 */
final class Overlay implements Disk {

    private final Disk base;
    private final Map<String, Page> files = new TreeMap<>();

    Overlay(Disk base) throws IOException {
        this.base = base;
        for (String file : base.list()) {
            files.put(file, new Page(file, -1));
        }
    }

    @Override
    public String name() {
        return base.name();
    }

    @Override
    public @Nullable Lock lock() {
        return () -> {};
    }

    @Override
    public List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public DiskFile open(String file) throws IOException {
        Page page = files.get(file);
        if (page == null) {
            throw new IOException("no file " + file);
        }
        return new PatchedFile(page, page.source == null ? null : base.open(page.source));
    }

    @Override
    public DiskFile allocate(String file, long bytes) throws IOException {
        files.put(file, new Page(null, bytes));
        return open(file);
    }

    @Override
    public void rename(String from, String to) {
        Page page = files.remove(from);
        if (page != null) {
            files.put(to, page);
        }
    }

    @Override
    public void delete(String file) {
        files.remove(file);
    }

    @Override
    public void forceNames() {}

    @Override
    public long free() throws IOException {
        return base.free();
    }

    private record Patch(long offset, byte[] bytes) {}

    /** A file: where it comes from, and what was written since. */
    private static final class Page {
        private final @Nullable String source;
        private final List<Patch> patches = new ArrayList<>();
        private long size;

        Page(@Nullable String source, long size) {
            this.source = source;
            this.size = size;
        }
    }

    private static final class PatchedFile implements DiskFile {
        private final Page page;
        private final @Nullable DiskFile source;

        PatchedFile(Page page, @Nullable DiskFile source) throws IOException {
            this.page = page;
            this.source = source;
            if (page.size < 0 && source != null) {
                page.size = source.size();
            }
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            int from = into.position();
            int bytes = (int) Math.max(0, Math.min(into.remaining(), page.size - offset));
            ByteBuffer part = into.duplicate().limit(from + bytes);
            if (source != null) {
                source.read(part, offset);
            }
            while (part.hasRemaining()) {
                part.put((byte) 0);
            }
            for (Patch patch : page.patches) {
                long begin = Math.max(offset, patch.offset);
                long end = Math.min(offset + bytes, patch.offset + patch.bytes.length);
                for (long at = begin; at < end; at++) {
                    into.put(from + (int) (at - offset), patch.bytes[(int) (at - patch.offset)]);
                }
            }
            into.position(from + bytes);
            return bytes;
        }

        @Override
        public void write(ByteBuffer from, long offset) {
            byte[] bytes = new byte[from.remaining()];
            from.get(bytes);
            page.patches.add(new Patch(offset, bytes));
            page.size = Math.max(page.size, offset + bytes.length);
        }

        @Override
        public void force() {}

        @Override
        public long size() {
            return page.size;
        }

        @Override
        public void close() throws IOException {
            if (source != null) {
                source.close();
            }
        }
    }
}
