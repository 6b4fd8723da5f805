package io.mpreg.ejb.session;

/**
 * Where connections come in; injected into endpoints.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public interface SessionPort {

    /** How endpoints are to treat their connections. */
    SocketSettings settings();

    /**
     * Opens a session for a connection that has just been made.
     *
     * @throws io.mpreg.api.MpregUnavailableException if the node is starting or stopping
     */
    ClientSession open(Peer peer, Outbound outbound);
}
