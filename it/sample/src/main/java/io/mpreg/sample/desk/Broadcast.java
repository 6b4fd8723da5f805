package io.mpreg.sample.desk;

import io.mpreg.api.MpregClient;
import io.mpreg.api.MpregException;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes the feed once, when the application has started. */
@ApplicationScoped
public class Broadcast {

    private static final Logger LOG = System.getLogger(Broadcast.class.getName());

    private final AtomicInteger published = new AtomicInteger();
    private volatile boolean stopping;
    private volatile int total;
    private volatile String failure = "";

    @Resource ManagedExecutorService executor;
    @Inject MpregClient mpreg;
    @Inject QuakeFeed feed;
    @Inject Desk desk;

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        executor.execute(this::run);
    }

    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
        stopping = true;
    }

    int published() {
        return published.get();
    }

    /** How many earthquakes the feed has; 0 until it was read. */
    int total() {
        return total;
    }

    /** Why the broadcast ended early; empty if it did not. */
    String failure() {
        return failure;
    }

    private void run() {
        try {
            desk.open();
            List<Quake> quakes = feed.quakes();
            total = quakes.size();
            for (int i = quakes.size() - 1; i >= 0 && !stopping; i--) {
                Quake quake = quakes.get(i);
                mpreg.topics().publish(quake.topic(), quake);
                published.incrementAndGet();
            }
            LOG.log(Level.INFO, "the desk has published {0} earthquakes", published.get());
        } catch (MpregException e) {
            failure = e.code().id() + ": " + e.getMessage();
            LOG.log(Level.ERROR, "the broadcast ended early", e);
        }
    }
}
