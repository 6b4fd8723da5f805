package io.mpreg.engine.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.MpregRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicGrammarTest {

    @ParameterizedTest
    @CsvSource({
        "a.#,a,true",
        "a.#,a.b,true",
        "a.#,a.b.c,true",
        "#.b,b,true",
        "#.b,x.a.b,true",
        "a.#.b,a.b,true",
        "a.#.b,a.x.y.b,true",
        "a.#.b,a.x.y,false",
        "a.#.#,a,true",
        "#,anything.at.all,true",
        "*,a.b,false",
        "*,a,true",
        "a.*,a,false",
        "#.*,a,true",
        "#.*,a.b,true",
        "#.a.#,a,true",
        "#.a.#,x.a.y,true",
        "#.a.#,x.y,false",
        "a,A,false",
        "ab,a,false"
    })
    void matchesAsTheGrammarSays(String pattern, String topic, boolean expected) {
        assertThat(TopicPattern.of(pattern).matches(TopicName.of(topic))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "a..b,segment 2",
        "a.b*,segment 2",
        "**,segment 1",
        "x.##,segment 2",
        "a.b c,U+0020",
        "a.b!c,'!'"
    })
    void namesTheSegmentAndTheReason(String pattern, String words) {
        assertThatThrownBy(() -> TopicPattern.of(pattern))
                .isInstanceOf(MpregRequestException.class)
                .hasMessageContaining(words);
    }

    @Test
    void refusesLoneSurrogatesAndTakesLettersBeyondTheFirstPlane() {
        assertThatThrownBy(() -> TopicName.of("a.\ud800"))
                .isInstanceOf(MpregRequestException.class)
                .hasMessageContaining("segment 2");
        assertThat(TopicName.of("a.\ud835\udc00").value()).hasSize(4);
        assertThatThrownBy(() -> TopicName.of("a.\ud83d\ude00"))
                .isInstanceOf(MpregRequestException.class);
    }

    @Test
    void boundsSegmentsAndBytes() {
        String longest = "a" + ".a".repeat(31);
        assertThat(TopicName.of(longest).value()).isEqualTo(longest);
        assertThatThrownBy(() -> TopicName.of(longest + ".a")).hasMessageContaining("33 segments");
        assertThatThrownBy(() -> TopicName.of("é".repeat(513))).hasMessageContaining("1024 bytes");
        assertThat(TopicName.of("é".repeat(512)).value()).hasSize(512);
    }

    @Test
    void controlPlaneBeginsWithTheWholeSegment() {
        assertThat(TopicName.of("mpreg.x").isControl()).isTrue();
        assertThat(TopicName.of("mpreg").isControl()).isFalse();
        assertThat(TopicName.of("mpregx.y").isControl()).isFalse();
    }
}
