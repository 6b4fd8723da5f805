package io.mpreg.engine.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Topics are matched in this package only: no other source takes a pattern apart. */
class OneMatcherTest {

    private static final Path SOURCES = Path.of("src/main/java");

    /** What a matcher cannot do without: the wildcards by themselves. */
    private static final Pattern WILDCARD = Pattern.compile("'[*#]'|\"[*#]\"\\s*\\.equals|\"\\*\"");

    /** What it would do to a topic: cut it at the dots. */
    private static final Pattern CUT =
            Pattern.compile(
                    "split\\(\"(\\\\\\\\\\.|\\[\\.])\"|indexOf\\('\\.'|StringTokenizer|splitAsStream");

    /** Where dots part something else than a topic, or a topic is built and not matched. */
    private static final Set<String> OTHER_DOTS =
            Set.of(
                    "io/mpreg/engine/rpc/Version.java",
                    "io/mpreg/engine/cache/EventRule.java",
                    "io/mpreg/engine/rpc/EventPlans.java",
                    "io/mpreg/engine/rpc/EventReader.java",
                    "io/mpreg/engine/rpc/Path.java");

    @Test
    void nobodyElseComparesSegments() throws IOException {
        List<String> others =
                sources()
                        .filter(file -> !relative(file).startsWith("io/mpreg/engine/topic/"))
                        .filter(file -> !OTHER_DOTS.contains(relative(file)))
                        .filter(file -> takesApart(text(file)))
                        .map(OneMatcherTest::relative)
                        .toList();
        assertThat(others).isEmpty();
    }

    @Test
    void wouldNoticeOne() {
        assertThat(takesApart("for (String s : topic.value().split(\"\\\\.\")) {}")).isTrue();
        assertThat(takesApart("if (pattern.charAt(i) == '#') {}")).isTrue();
        assertThat(takesApart("pattern.matches(topic)")).isFalse();
    }

    private static boolean takesApart(String source) {
        return WILDCARD.matcher(source).find() || CUT.matcher(source).find();
    }

    private static Stream<Path> sources() throws IOException {
        return Files.walk(SOURCES).filter(file -> file.toString().endsWith(".java"));
    }

    private static String relative(Path file) {
        return SOURCES.relativize(file).toString().replace('\\', '/');
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
