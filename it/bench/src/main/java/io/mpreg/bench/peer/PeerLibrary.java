package io.mpreg.bench.peer;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The jars of one peer, in a folder and a class loader of its own. They are fetched with Maven when
 * they are first asked for, as {@code it/bench/peers/<name>.xml} says.
 */
public final class PeerLibrary {

    private final Path pom;
    private final Path folder;

    public PeerLibrary(Path root, String name) {
        this.pom = root.resolve("it/bench/peers/" + name + ".xml");
        this.folder = root.resolve("it/bench/target/peers/" + name);
    }

    /** A class loader that sees the peer and the JDK, nothing else; empty if it cannot be had. */
    public Optional<ClassLoader> load() throws IOException, InterruptedException {
        return jars().map(jars -> new URLClassLoader(jars, ClassLoader.getPlatformClassLoader()));
    }

    /**
     * A class loader in which the classes of a package here see the peer; empty if it cannot be
     * had.
     */
    public Optional<ClassLoader> load(String adapters) throws IOException, InterruptedException {
        return jars().map(jars -> new AdapterLoader(jars, adapters));
    }

    private Optional<URL[]> jars() throws IOException, InterruptedException {
        if (!Files.isDirectory(folder) && !fetch()) {
            return Optional.empty();
        }
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path jar : files.sorted().toList()) {
                jars.add(jar.toUri().toURL());
            }
        }
        return Optional.of(jars.toArray(URL[]::new));
    }

    private boolean fetch() throws IOException, InterruptedException {
        Path part = folder.resolveSibling(folder.getFileName() + ".part");
        delete(part);
        Files.createDirectories(part);
        Process maven =
                new ProcessBuilder(
                                "mvn",
                                "-q",
                                "-B",
                                "-ntp",
                                "-f",
                                pom.toString(),
                                "dependency:copy-dependencies",
                                "-DincludeScope=runtime",
                                "-DoutputDirectory=" + part)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (maven.waitFor() != 0) {
            delete(part);
            return false;
        }
        Files.move(part, folder);
        return true;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}
