package io.mpreg.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.cache.RegionSpec;
import io.mpreg.engine.time.VirtualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UpkeepTest {

    private final VirtualTime time = new VirtualTime();
    private final Upkeep upkeep = new Upkeep(time);
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void runsAtOnceWhatIsAskedForAfterAPause() {
        upkeep.execute(runs::incrementAndGet);
        time.advance(Duration.ofMillis(1));
        upkeep.execute(runs::incrementAndGet);
        assertThat(runs).hasValue(2);
    }

    @Test
    void putsOffWhatIsAskedForTooSoonUntilSomebodyCatchesUp() {
        upkeep.execute(runs::incrementAndGet);
        upkeep.execute(runs::incrementAndGet);
        assertThat(runs).hasValue(1);
        upkeep.catchUp();
        upkeep.catchUp();
        assertThat(runs).hasValue(2);
    }

    @Test
    void aRegionThatNobodyUsesAnyMoreMakesRoomAllTheSame() {
        CacheFixture cache = new CacheFixture();
        cache.client("r").configure(RegionSpec.defaults().maxEntries(10));
        var evictions = cache.listen("mpreg.cache.events.r.evict");
        for (int i = 0; i < 30; i++) {
            cache.client("r").put("k" + i, i);
        }
        cache.time.advance(Duration.ofSeconds(2));
        assertThat(evictions).hasSize(20);
    }
}
