package io.mpreg.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder of the file system. */
final class FolderDisk implements Disk {

    private static final String LOCK = "journal.lock";
    private static final int CHUNK = 1 << 20;

    private final Path folder;

    FolderDisk(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** The folder, made if it is not there. */
    static FolderDisk made(Path folder) throws IOException {
        FolderDisk disk = new FolderDisk(folder);
        if (!Files.isDirectory(disk.folder)) {
            Files.createDirectories(disk.folder);
            Path parent = disk.folder.getParent();
            if (parent != null) {
                forceNames(parent);
            }
        }
        return disk;
    }

    @Override
    public String name() {
        return folder.toString();
    }

    @Override
    public @Nullable Lock lock() throws IOException {
        FileChannel channel =
                FileChannel.open(
                        folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another journal in this process has it.
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock == null ? null : channel::close;
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    public DiskFile open(String file) throws IOException {
        return ChannelFile.open(folder.resolve(file));
    }

    @Override
    public DiskFile allocate(String file, long bytes) throws IOException {
        DiskFile made = ChannelFile.create(folder.resolve(file));
        boolean complete = false;
        try {
            ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(CHUNK, bytes));
            for (long at = 0; at < bytes; at += zeros.limit()) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - at));
                made.write(zeros, at);
                zeros.flip();
            }
            made.force();
            complete = true;
        } finally {
            if (!complete) {
                made.close();
                Files.deleteIfExists(folder.resolve(file));
            }
        }
        return made;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String file) throws IOException {
        Files.deleteIfExists(folder.resolve(file));
    }

    @Override
    public void forceNames() throws IOException {
        forceNames(folder);
    }

    @Override
    public long free() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    private static void forceNames(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException e) {
            // Windows opens no folders; its file system writes names in order by itself.
            if (!System.getProperty("os.name", "").startsWith("Windows")) {
                throw e;
            }
        }
    }
}
