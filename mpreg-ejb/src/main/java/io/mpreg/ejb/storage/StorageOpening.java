package io.mpreg.ejb.storage;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregStorageException;
import io.mpreg.engine.node.LocalNode;
import io.mpreg.engine.node.NodeSettings;
import io.mpreg.engine.time.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.eclipse.microprofile.faulttolerance.Retry;

/**
 * Starts a node on data that its predecessor may not have let go yet: a server that takes the place
 * of another on the same volume waits for it a little while, instead of refusing to start.
 */
@ApplicationScoped
public class StorageOpening {

    private static final Logger LOG = System.getLogger(StorageOpening.class.getName());

    /**
     * Starts a node.
     *
     * @throws StorageInUseException if its data are in use by another, still
     * @throws io.mpreg.api.MpregException if anything else is wrong; that is not tried again
     */
    @Retry(retryOn = StorageInUseException.class, maxRetries = 20, delay = 500, jitter = 100)
    public LocalNode open(NodeSettings settings, Platform platform) throws StorageInUseException {
        try {
            return LocalNode.start(settings, platform);
        } catch (MpregStorageException e) {
            if (e.code() != ErrorCode.STORAGE_LOCKED) {
                throw e;
            }
            LOG.log(
                    Level.INFO,
                    "the data in {0} are in use by another, which may be stopping",
                    settings.data());
            throw new StorageInUseException(e);
        }
    }
}
