package io.mpreg.it.probe;

import io.mpreg.api.MpregClient;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Calls a function with one text and answers with the text that it returns. */
@WebServlet("/call")
public class CallServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject transient MpregClient mpreg;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType("text/plain");
        response.getWriter()
                .write(
                        mpreg.rpc()
                                .call(
                                        request.getParameter("function"),
                                        request.getParameter("text"))
                                .as(String.class));
    }
}
