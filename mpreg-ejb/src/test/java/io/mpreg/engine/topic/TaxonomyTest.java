package io.mpreg.engine.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.MpregRequestException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TaxonomyTest {

    @Test
    void everyTemplateMakesTopicsOfItsPattern() {
        for (TopicTemplate template : Taxonomy.ALL) {
            assertThat(template.names()).isNotEmpty();
            if (template instanceof TopicTemplate.Two two) {
                TopicName topic = two.topic("x", "y");
                assertThat(template.pattern().matches(topic)).isTrue();
                assertThat(template.read(topic)).contains(List.of("x", "y"));
            }
        }
        assertThat(Taxonomy.QUEUE_DLQ.topic("orders.eu").value())
                .isEqualTo("mpreg.queue.orders%2Eeu.dlq");
        assertThat(Taxonomy.FEDERATION_FORWARD.pattern("eu").value())
                .isEqualTo("mpreg.federation.forward.eu.#");
    }

    @Test
    void namesTheParameterThatDoesNotFit() {
        assertThatThrownBy(() -> Taxonomy.GOSSIP_MEMBERSHIP.topic("joined", "a.b"))
                .isInstanceOf(MpregRequestException.class)
                .hasMessageContaining("node");
        assertThatThrownBy(() -> Taxonomy.GOSSIP_MEMBERSHIP.topic("*", "a"))
                .isInstanceOf(MpregRequestException.class)
                .hasMessageContaining("change");
    }

    @Test
    void escapingIsReversible() {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(12);
            for (int c = 0; c < length; c++) {
                text.appendCodePoint(
                        random.nextBoolean() ? random.nextInt(128) : random.nextInt(0xD000));
            }
            String segment = Escape.segment(text.toString());
            assertThat(Escape.text(segment))
                    .as("seed %d, case %d", seed, i)
                    .isEqualTo(text.toString());
            assertThat(TopicName.of(segment).value()).doesNotContain(".");
        }
    }
}
