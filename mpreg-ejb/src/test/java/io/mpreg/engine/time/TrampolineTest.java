package io.mpreg.engine.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrampolineTest {

    private final Trampoline trampoline = new Trampoline();
    private final List<String> ran = new ArrayList<>();

    @Test
    void aTaskOfATaskRunsAfterIt() {
        trampoline.execute(
                () -> {
                    trampoline.execute(() -> ran.add("second"));
                    trampoline.execute(() -> ran.add("third"));
                    ran.add("first");
                });
        assertThat(ran).containsExactly("first", "second", "third");
    }

    @Test
    void aLongChainNeedsNoDeepStack() {
        chain(100_000);
        assertThat(ran).containsExactly("end");
    }

    private void chain(int left) {
        trampoline.execute(left == 0 ? () -> ran.add("end") : () -> chain(left - 1));
    }

    @Test
    void aTaskThatThrowsLeavesTheNextCallerAlone() {
        assertThatThrownBy(
                        () ->
                                trampoline.execute(
                                        () -> {
                                            throw new IllegalStateException("no");
                                        }))
                .hasMessage("no");
        trampoline.execute(() -> ran.add("next"));
        assertThat(ran).containsExactly("next");
    }
}
