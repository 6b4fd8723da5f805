package io.mpreg.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a build leaves what servers are made of.
 *
 * @param root the project's root folder
 */
public record BuildTree(Path root) {

    Path liberty() {
        return root.resolve("liberty-config/target/wlp");
    }

    Path wildfly() {
        return only(root.resolve("liberty-config/target"), "wildfly-[0-9].*");
    }

    Path wildflyModule() {
        return root.resolve("liberty-config/src/main/wildfly/module.xml");
    }

    Path libertyConfig() {
        return root.resolve("liberty-config/src/main/liberty/config");
    }

    Path ear() {
        return root.resolve("mpreg-ear/target/mpreg.ear");
    }

    Path sample() {
        return root.resolve("it/sample/target/desk.war");
    }

    /** The jar of the API. */
    Path api() {
        return only(root.resolve("mpreg-api/target"), "mpreg-api-[0-9.]*(-SNAPSHOT)?\\.jar");
    }

    /** Where running servers live. */
    Path servers() {
        return root.resolve("it/bench/target/servers");
    }

    private static Path only(Path folder, String name) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(file -> file.getFileName().toString().matches(name))
                            .collect(Collectors.toList());
            if (found.size() != 1) {
                throw new IllegalStateException(
                        "one " + name + " expected in " + folder + ", found " + found);
            }
            return found.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }
}
