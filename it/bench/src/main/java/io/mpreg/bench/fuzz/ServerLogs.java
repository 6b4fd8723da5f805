package io.mpreg.bench.fuzz;

import io.mpreg.bench.server.NodeSpec;
import io.mpreg.bench.server.Product;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a server has written about trouble. */
final class ServerLogs {

    private static final Pattern LIBERTY_ERROR = Pattern.compile("^\\[.*\\] \\w+ \\S+ +E .*");
    private static final Pattern WILDFLY_ERROR =
            Pattern.compile("^\\d{4}-\\d\\d-\\d\\d [\\d:,]+ (ERROR|FATAL) .*");
    private static final Pattern FFDC = Pattern.compile("^(Exception|Source) = .*");
    private static final Pattern THROWN = Pattern.compile("^(Exception in thread .*|\\tat .*)");

    private final NodeSpec spec;

    ServerLogs(NodeSpec spec) {
        this.spec = spec;
    }

    /** Lines that tell of an error, and names of files that record a failure. */
    List<String> troubles() throws IOException {
        List<String> found = new ArrayList<>();
        boolean liberty = spec.product() == Product.LIBERTY;
        Path logs = spec.folder().resolve(liberty ? "usr/servers/mpreg/logs" : "standalone/log");
        Pattern error = liberty ? LIBERTY_ERROR : WILDFLY_ERROR;
        try (Stream<Path> files = Files.walk(logs)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.getParent().endsWith("ffdc")) {
                    recorded(file, found);
                } else if (file.getFileName().toString().endsWith(".log")) {
                    scan(file, error, found);
                }
            }
        }
        scan(spec.folder().resolve("console.log"), error, found);
        return found;
    }

    /* A record of the server's first failure data capture: what, and where it was caught. */
    private static void recorded(Path file, List<String> found) throws IOException {
        if (file.getFileName().toString().startsWith("exception_summary")) {
            return; // lists the others
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            found.add(
                    "ffdc: "
                            + lines.filter(FFDC.asMatchPredicate())
                                    .limit(2)
                                    .map(String::strip)
                                    .collect(Collectors.joining(", ")));
        }
    }

    /**
     * Whether the server itself has recorded that a connection broke or a frame of a WebSocket was
     * none, which it does once for each place in its own code.
     */
    static boolean isOfContainer(String trouble) {
        return trouble.startsWith("ffdc: ")
                && (trouble.contains("Source = com.ibm.ws.wsoc.")
                        || trouble.contains("Source = com.ibm.ws.tcpchannel."));
    }

    private static void scan(Path file, Pattern error, List<String> found) throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            lines.filter(line -> error.matcher(line).matches() || THROWN.matcher(line).matches())
                    .forEach(found::add);
        }
    }
}
