package io.mpreg.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts WildFly with the configuration that the project's script makes of its standard one. */
final class WildFlyLauncher implements Launcher {

    private static final int STANDARD_PORT = 8080;

    private final BuildTree tree;

    WildFlyLauncher(BuildTree tree) {
        this.tree = tree;
    }

    @Override
    public Process launch(NodeSpec spec) throws IOException {
        Path base = spec.folder().resolve("standalone");
        Folders.copy(tree.wildfly().resolve("standalone"), base);
        Path deployments = base.resolve("deployments");
        if (spec.has(Application.MPREG)) {
            Files.copy(tree.ear(), deployments.resolve("mpreg.ear"));
        }
        if (spec.has(Application.SAMPLE)) {
            Files.copy(tree.sample(), deployments.resolve("desk.war"));
        }
        if (spec.isSecured()) {
            Path configuration = base.resolve("configuration");
            Files.write(
                    configuration.resolve("application-users.properties"),
                    TestUsers.wildflyUsers());
            Files.write(
                    configuration.resolve("application-roles.properties"),
                    TestUsers.wildflyRoles());
        }
        Path modules = spec.folder().resolve("modules");
        Path api = Files.createDirectories(modules.resolve("mpreg/api/main"));
        Files.copy(tree.wildflyModule(), api.resolve("module.xml"));
        Files.copy(tree.api(), api.resolve("mpreg-api.jar"));
        List<String> command = new ArrayList<>();
        command.add(tree.wildfly().resolve("bin/standalone.sh").toString());
        command.add("-c");
        command.add("standalone-mpreg.xml");
        command.add("-Djboss.server.base.dir=" + base);
        command.add("-Djboss.socket.binding.port-offset=" + (spec.port() - STANDARD_PORT));
        for (Map.Entry<String, String> setting : spec.configuration().entrySet()) {
            command.add("-D" + setting.getKey() + "=" + setting.getValue());
        }
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .put("JBOSS_MODULEPATH", tree.wildfly().resolve("modules") + ":" + modules);
        builder.environment().put("JAVA_OPTS", "-Xmx512m -Djava.net.preferIPv4Stack=true");
        builder.redirectErrorStream(true);
        builder.redirectOutput(spec.folder().resolve("console.log").toFile());
        return builder.start();
    }

    @Override
    public void redeploy(NodeSpec spec) throws IOException {
        // The deployment scanner takes a fresh marker as the wish to deploy again.
        Path deployments = spec.folder().resolve("standalone/deployments");
        Files.writeString(deployments.resolve("mpreg.ear.dodeploy"), "mpreg.ear");
    }

    @Override
    public boolean redeployed(NodeSpec spec, int times) throws IOException {
        Path log = spec.folder().resolve("standalone/log/server.log");
        return Files.readString(log).split("WFLYSRV0016|WFLYSRV0013").length - 1 >= times;
    }
}
