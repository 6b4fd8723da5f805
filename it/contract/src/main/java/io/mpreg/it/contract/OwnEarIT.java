package io.mpreg.it.contract;

import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A user's EAR that contains MPREG's modules has a node of its own. */
@ExtendWith(ArquillianExtension.class)
public class OwnEarIT {

    @Deployment(testable = false)
    public static EnterpriseArchive own() {
        return Artefacts.ownEar();
    }

    @Test
    void theNodeIsReachedByMethodCalls() throws Exception {
        Map<String, Object> seen = Node.json("/own/probe?name=ownProbe");
        Findings.assertRight(seen, "ownProbe", "SHARED");
    }
}
