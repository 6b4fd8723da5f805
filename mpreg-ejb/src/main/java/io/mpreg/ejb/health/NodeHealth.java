package io.mpreg.ejb.health;

import io.mpreg.api.monitor.HealthReport;
import io.mpreg.ejb.RunningNode;
import io.mpreg.engine.journal.JournalState;
import io.mpreg.engine.node.LocalNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * The three checks of a node.
 *
 * <p>Started: the configuration is right and the data are recovered. Ready: the node takes requests
 * and its storage works; a full one still lets messages be consumed. Live: always, once started; a
 * peer or an application in trouble is no reason to restart a server.
 */
@ApplicationScoped
public class NodeHealth {

    private final RunningNode running;

    protected NodeHealth() {
        this(new RunningNode());
    }

    @Inject
    public NodeHealth(RunningNode running) {
        this.running = running;
    }

    @Produces
    @ApplicationScoped
    @Startup
    HealthCheck started() {
        return () -> check("mpreg-started", running.find().isPresent());
    }

    @Produces
    @ApplicationScoped
    @Readiness
    HealthCheck ready() {
        return () ->
                check(
                        "mpreg-ready",
                        running.find()
                                .flatMap(LocalNode::storage)
                                .filter(status -> status.state() != JournalState.FAILED)
                                .isPresent());
    }

    @Produces
    @ApplicationScoped
    @Liveness
    HealthCheck live() {
        return () -> check("mpreg-live", true);
    }

    private HealthCheckResponse check(String name, boolean up) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(name).status(up);
        Optional<LocalNode> node = running.find();
        node.ifPresent(
                n -> {
                    HealthReport health = n.monitor().client().health();
                    response.withData("node", n.info().node());
                    response.withData("cluster", n.info().cluster());
                    n.storage()
                            .ifPresent(
                                    storage ->
                                            response.withData("storage", storage.state().name()));
                    response.withData("status", health.status().name());
                    health.systems()
                            .forEach(
                                    (system, state) ->
                                            response.withData(
                                                    system.label().toLowerCase(Locale.ROOT),
                                                    state.status().name()));
                });
        return response.build();
    }
}
