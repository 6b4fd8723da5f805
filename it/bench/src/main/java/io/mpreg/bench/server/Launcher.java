package io.mpreg.bench.server;

import java.io.IOException;

/** Knows how to start one product. */
interface Launcher {

    /** Lays out the server's folder and starts its process; does not wait until it is ready. */
    Process launch(NodeSpec spec) throws IOException, InterruptedException;

    /** Makes a running server deploy the EAR once more; does not wait until it has. */
    void redeploy(NodeSpec spec) throws IOException;

    /** Whether the server has taken up its latest redeployment. */
    boolean redeployed(NodeSpec spec, int times) throws IOException;

    /** The launcher of a product. */
    static Launcher of(Product product, BuildTree tree) {
        return switch (product) {
            case LIBERTY -> new LibertyLauncher(tree);
            case WILDFLY -> new WildFlyLauncher(tree);
        };
    }
}
