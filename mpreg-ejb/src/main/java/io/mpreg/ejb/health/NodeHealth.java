package io.mpreg.ejb.health;

import io.mpreg.api.monitor.HealthReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.Locale;
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
 * and its storage works, which is tried; a full one still lets messages be consumed. Live: always,
 * once started; a peer or an application in trouble is no reason to restart a server.
 */
@ApplicationScoped
public class NodeHealth {

    private final NodeVitals vitals;

    protected NodeHealth() {
        this(new NodeVitals());
    }

    @Inject
    public NodeHealth(NodeVitals vitals) {
        this.vitals = vitals;
    }

    @Produces
    @ApplicationScoped
    @Startup
    HealthCheck started() {
        return () -> check("mpreg-started", vitals.find().isPresent());
    }

    @Produces
    @ApplicationScoped
    @Readiness
    HealthCheck ready() {
        return () ->
                check("mpreg-ready", vitals.find().filter(Vitals::isStorageUsable).isPresent());
    }

    @Produces
    @ApplicationScoped
    @Liveness
    HealthCheck live() {
        return () -> check("mpreg-live", true);
    }

    private HealthCheckResponse check(String name, boolean up) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(name).status(up);
        vitals.find().ifPresent(node -> describe(node, response));
        return response.build();
    }

    private static void describe(Vitals vitals, HealthCheckResponseBuilder response) {
        HealthReport health = vitals.report();
        response.withData("node", vitals.node().node());
        response.withData("cluster", vitals.node().cluster());
        response.withData("storage", vitals.storage());
        response.withData("status", health.status().name());
        health.systems()
                .forEach(
                        (system, state) ->
                                response.withData(
                                        system.label().toLowerCase(Locale.ROOT),
                                        state.status().name()));
    }
}
