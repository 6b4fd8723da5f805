package io.mpreg.ejb.storage;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.faulttolerance.Asynchronous;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * Tries whether the disk of a node takes what is written. A disk that does not answer holds one
 * thread, not one for each check, and is left alone for a while.
 */
@ApplicationScoped
public class StorageProbe {

    private static final String FILE = "probe";
    private static final byte CONTENT = '.';

    /**
     * Writes a byte into a file of its own in a folder, and forces it to the disk.
     *
     * @return completes when it is there; fails if it is not, if that takes too long, or if it has
     *     failed too often of late
     */
    @Asynchronous
    @Timeout(2_000)
    @Bulkhead(value = 1, waitingTaskQueue = 8)
    @CircuitBreaker(requestVolumeThreshold = 4, failureRatio = 0.5, delay = 5_000)
    public CompletionStage<Boolean> write(Path folder) throws IOException {
        try (FileChannel file =
                FileChannel.open(
                        folder.resolve(FILE),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {CONTENT}), 0);
            file.force(false);
        }
        return CompletableFuture.completedFuture(true);
    }
}
