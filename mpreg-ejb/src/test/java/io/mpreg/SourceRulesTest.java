package io.mpreg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What compiled classes cannot tell: rules for the sources of all modules. */
class SourceRulesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int LONGEST = 500;

    @Test
    void everyPackageSaysWhoItIsForAndThatNothingIsNull() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path folder : sources().stream().map(Path::getParent).distinct().toList()) {
            Path info = folder.resolve("package-info.java");
            if (!Files.exists(info)) {
                wrong.add(ROOT.relativize(folder) + ": no package-info.java");
                continue;
            }
            String text = Files.readString(info);
            if (!text.contains("@NullMarked") || !text.startsWith("/**")) {
                wrong.add(ROOT.relativize(info) + ": no @NullMarked, or no text");
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void noClassIsTooLong() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path file : sources()) {
            long lines = Files.readString(file).lines().count();
            if (lines > LONGEST) {
                wrong.add(ROOT.relativize(file) + ": " + lines + " lines");
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void noBufferIsUnbounded() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path file : sources()) {
            if (Files.readString(file)
                    .matches(
                            "(?s).*new Linked(Blocking|Transfer)(Queue|Deque)(<[^>]*>)?\\(\\).*")) {
                wrong.add(ROOT.relativize(file).toString());
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<Path> sources =
                    files.filter(f -> f.toString().endsWith(".java"))
                            .filter(f -> f.toString().contains("/src/main/java/"))
                            .filter(f -> !f.toString().contains("/target/"))
                            .toList();
            assertThat(sources).hasSizeGreaterThan(100);
            return sources;
        }
    }
}
