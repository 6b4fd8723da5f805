package io.mpreg.web.socket;

import io.mpreg.ejb.session.User;
import io.mpreg.web.security.Roles;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Map;

/** Notes what only the handshake knows, for the moment when the connection opens. */
public final class Handshake extends ServerEndpointConfig.Configurator {

    private static final String NOTES = "mpreg.handshake";

    /**
     * What the handshake knew.
     *
     * @param origin the origin of the page that connects; empty if it is no page
     * @param host the server as the client names it
     * @param user whom the container or a ticket has authenticated
     */
    record Notes(String origin, String host, User user) {}

    /** Every origin may try; the rule is applied where the server's own name is known. */
    @Override
    public boolean checkOrigin(String originHeaderValue) {
        return true;
    }

    /**
     * The first that the client asks for and the endpoint speaks. Open Liberty left to itself did
     * not find one of two.
     */
    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return Subprotocols.chosen(requested);
    }

    @Override
    public void modifyHandshake(
            ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        config.getUserProperties()
                .put(
                        NOTES,
                        new Notes(
                                header(request, "Origin"),
                                header(request, "Host"),
                                Roles.user(request.getUserPrincipal(), request::isUserInRole)));
    }

    static Notes of(EndpointConfig config) {
        return config.getUserProperties().get(NOTES) instanceof Notes notes
                ? notes
                : new Notes("", "", User.NOBODY);
    }

    private static String header(HandshakeRequest request, String name) {
        for (Map.Entry<String, List<String>> header : request.getHeaders().entrySet()) {
            if (name.equalsIgnoreCase(header.getKey()) && !header.getValue().isEmpty()) {
                return header.getValue().get(0);
            }
        }
        return "";
    }
}
