package io.mpreg.engine.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.NodeInfo;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class AudienceTest {

    private static final String[] PATTERNS = {
        "#", "mpreg.#", "mpreg.cache.events.r.put", "mpreg.cache.events.*.put", "other.topic", "a.#"
    };

    private static Interest interest(String id) {
        return new TopicHandler(id, message -> {});
    }

    @Test
    void itAnswersAsTheRouterDoesWhateverComesAndGoes() {
        long seed = 11;
        Random random = new Random(seed);
        UnifiedRouter router = new UnifiedRouter(new NodeInfo("n", "c", "test"));
        TopicName topic = TopicName.of("mpreg.cache.events.r.put");
        BooleanSupplier audience = router.audience(topic, MessageKind.CACHE);
        Interest[] filed = new Interest[PATTERNS.length];
        for (int step = 0; step < 5_000; step++) {
            int at = random.nextInt(PATTERNS.length);
            TopicPattern pattern = TopicPattern.of(PATTERNS[at]);
            if (filed[at] == null) {
                filed[at] = interest("i" + step);
                router.add(pattern, filed[at]);
            } else {
                router.remove(pattern, filed[at]);
                filed[at] = null;
            }
            for (int look = random.nextInt(3); look >= 0; look--) {
                assertThat(audience.getAsBoolean())
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(router.reachesAnyone(topic, MessageKind.CACHE));
            }
        }
    }
}
