package io.mpreg.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the tests of the browser client, which are JavaScript, where the machine has a Node that can
 * run them. Where it has none, the tests in a real browser remain.
 */
class BrowserClientTest {

    private static final long PATIENCE_S = 60;

    @Test
    void speaksTheProtocolToAScriptedNode(@TempDir Path folder) throws Exception {
        assumeTrue(hasNode(), "there is no Node of version 20 or newer");
        copy(Path.of("src/main/webapp/mpreg.js"), folder.resolve("mpreg.mjs"));
        copy(Path.of("src/test/js/mpreg.test.mjs"), folder.resolve("mpreg.test.mjs"));
        File output = folder.resolve("output.txt").toFile();
        Process process =
                new ProcessBuilder("node", "--test", folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output)
                        .start();
        assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(output.toPath(), StandardCharsets.UTF_8))
                .isZero();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean hasNode() throws Exception {
        if (Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .noneMatch(folder -> new File(folder, "node").canExecute())) {
            return false;
        }
        Process process = new ProcessBuilder("node", "--version").start();
        String version =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0
                && Integer.parseInt(version.replaceFirst("v(\\d+).*", "$1")) >= 20;
    }
}
