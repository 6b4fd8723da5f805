package io.mpreg.it.contract;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;

/** Connections that the server's WebSockets carry. */
public class WebSocketsIT extends TrafficContract {

    @Deployment(testable = false)
    public static EnterpriseArchive node() {
        return Artefacts.configured("mpreg.transport.streams=false\n");
    }
}
