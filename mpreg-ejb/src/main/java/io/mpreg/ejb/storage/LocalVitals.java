package io.mpreg.ejb.storage;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.monitor.HealthReport;
import io.mpreg.ejb.health.Vitals;
import io.mpreg.engine.journal.JournalState;
import io.mpreg.engine.journal.JournalStatus;
import io.mpreg.engine.node.LocalNode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;

/**
 * How a node in this process is.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class LocalVitals implements Vitals {

    private static final Logger LOG = System.getLogger(LocalVitals.class.getName());
    private static final long LONGEST_S = 30;

    private final LocalNode local;
    private final Path data;
    private final StorageProbe probe;

    /**
     * @param data the folder of the node's data
     * @param probe tries that folder
     */
    public LocalVitals(LocalNode local, Path data, StorageProbe probe) {
        this.local = local;
        this.data = data;
        this.probe = probe;
    }

    @Override
    public NodeInfo node() {
        return local.info();
    }

    @Override
    public HealthReport report() {
        return local.monitor().client().health();
    }

    @Override
    public String storage() {
        return state().name();
    }

    @Override
    public boolean isStorageUsable() {
        return switch (state()) {
            case OK -> isWritable();
            // It takes nothing, and is no reason to send consumers elsewhere.
            case FULL -> true;
            case FAILED, CLOSED -> false;
        };
    }

    private JournalState state() {
        Optional<JournalStatus> status = local.storage();
        return status.isPresent() ? status.get().state() : JournalState.CLOSED;
    }

    private boolean isWritable() {
        try {
            return probe.write(data).toCompletableFuture().get(LONGEST_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException | ExecutionException | TimeoutException | FaultToleranceException e) {
            LOG.log(Level.DEBUG, "the data cannot be written at present", e);
            return false;
        }
    }
}
