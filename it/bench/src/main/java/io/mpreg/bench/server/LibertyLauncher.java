package io.mpreg.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts Open Liberty with the configuration that the project ships, and nothing else. */
final class LibertyLauncher implements Launcher {

    private static final String SERVER = "mpreg";

    private final BuildTree tree;

    LibertyLauncher(BuildTree tree) {
        this.tree = tree;
    }

    @Override
    public Process launch(NodeSpec spec) throws IOException {
        Path server = server(spec);
        Folders.copy(tree.libertyConfig(), server);
        Files.createDirectories(server.resolve("mpreg"));
        Files.copy(tree.api(), server.resolve("mpreg/mpreg-api.jar"));
        Path apps = Files.createDirectories(server.resolve("apps"));
        if (spec.has(Application.MPREG)) {
            Files.copy(tree.ear(), apps.resolve("mpreg.ear"));
        }
        if (spec.has(Application.SAMPLE)) {
            Files.copy(tree.sample(), apps.resolve("desk.war"));
        }
        Path overrides = Files.createDirectories(server.resolve("configDropins/overrides"));
        Files.writeString(overrides.resolve("node.xml"), overrides(spec));
        if (spec.isSecured()) {
            Files.writeString(overrides.resolve("users.xml"), TestUsers.libertyDropIn());
        }
        Files.write(server.resolve("jvm.options"), List.of("-Xmx512m"));
        ProcessBuilder builder =
                new ProcessBuilder(tree.liberty().resolve("bin/server").toString(), "run", SERVER);
        builder.environment().put("WLP_USER_DIR", spec.folder().resolve("usr").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // Without this the script's shell would stand between this command and the server's
        // process.
        builder.environment().put("WLP_SKIP_UMASK", "true");
        builder.redirectErrorStream(true);
        builder.redirectOutput(spec.folder().resolve("console.log").toFile());
        return builder.start();
    }

    @Override
    public void redeploy(NodeSpec spec) throws IOException {
        // The server watches the file and takes up every change.
        Path ear = server(spec).resolve("apps/mpreg.ear");
        Files.copy(tree.ear(), ear, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(ear, FileTime.from(Instant.now()));
    }

    @Override
    public boolean redeployed(NodeSpec spec, int times) throws IOException {
        Path log = server(spec).resolve("logs/messages.log");
        return Files.readString(log).split("CWWKZ0003I").length - 1 >= times;
    }

    private static Path server(NodeSpec spec) {
        return spec.folder().resolve("usr/servers").resolve(SERVER);
    }

    private static String overrides(NodeSpec spec) {
        List<String> lines = new ArrayList<>();
        lines.add("<server>");
        lines.add("  <variable name=\"http.port\" value=\"" + spec.port() + "\"/>");
        for (Map.Entry<String, String> setting : spec.configuration().entrySet()) {
            lines.add(
                    "  <variable name=\""
                            + escaped(setting.getKey())
                            + "\" value=\""
                            + escaped(setting.getValue())
                            + "\"/>");
        }
        if (spec.has(Application.SAMPLE)) {
            lines.add("  <webApplication location=\"desk.war\" contextRoot=\"/desk\">");
            lines.add("    <classloader commonLibraryRef=\"mpreg\"/>");
            lines.add("  </webApplication>");
        }
        lines.add("</server>");
        return String.join("\n", lines) + "\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
