package io.mpreg.sample.desk;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The desk's report as JSON. */
@Path("/summary")
@RequestScoped
public class DeskResource {

    @Inject Report report;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Summary summary() {
        return report.summary();
    }
}
