package io.mpreg.it.probe;

import io.mpreg.api.MpregClient;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Runs the scenario with the injected client and answers with what it saw, as JSON. */
@WebServlet("/probe")
public class ProbeServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject transient MpregClient mpreg;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setContentType("application/json");
        try (Jsonb jsonb = JsonbBuilder.create()) {
            Scenario scenario = new Scenario(mpreg, request.getParameter("name"));
            response.getWriter().write(jsonb.toJson(scenario.run()));
        } catch (Exception e) {
            throw new ServletException("the scenario failed", e);
        }
    }
}
