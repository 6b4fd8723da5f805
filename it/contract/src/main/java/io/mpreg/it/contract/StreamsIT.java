package io.mpreg.it.contract;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;

/** Connections that the node reads and writes itself, on servers that let it. */
public class StreamsIT extends TrafficContract {

    @Deployment(testable = false)
    public static EnterpriseArchive node() {
        return Artefacts.configured("mpreg.transport.streams=true\n");
    }
}
