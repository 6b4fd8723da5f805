package io.mpreg.it.probe;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers with the calls that the annotated bean got, a line a call. */
@WebServlet("/annotated")
public class AnnotatedServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject transient AnnotatedBean bean;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType("text/plain");
        response.getWriter().write(String.join("\n", bean.calls()));
    }
}
