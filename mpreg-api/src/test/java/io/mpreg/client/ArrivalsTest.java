package io.mpreg.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Headers;
import io.mpreg.api.Message;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.wire.Fields;
import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.InvokeForm;
import io.mpreg.wire.bin.PublishForm;
import io.mpreg.wire.bin.QueueForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    /** What came for each subscription, in order; {@code ping} stands for another push. */
    private static final class Noted implements Pushes {
        private final Map<String, List<Long>> came = new TreeMap<>();
        private int calls;

        @Override
        public void push(String op, Fields frame) {
            came.values().forEach(all -> all.add(-1L));
        }

        @Override
        public void messages(List<Bundle> messages) {
            calls++;
            for (Bundle bundle : messages) {
                assertThat(bundle.messages()).isNotEmpty();
                for (String id : bundle.subscriptions()) {
                    for (Message<Payload> message : bundle.messages()) {
                        came.get(id).add(message.id().low());
                    }
                }
            }
        }

        @Override
        public void delivery(QueueForm.Pushed delivery) {}

        @Override
        public void invocation(InvokeForm.Invoked invoked) {}
    }

    @Test
    void bringsToEachSubscriptionItsMessagesInOrder() {
        try (ClientThreads threads = ClientThreads.own()) {
            for (long seed = 0; seed < 300; seed++) {
                Random random = new Random(seed);
                Noted noted = new Noted();
                Map<String, List<Long>> expected = new TreeMap<>();
                List<String> all = List.of("a", "b", "c");
                for (String id : all) {
                    noted.came.put(id, new ArrayList<>());
                    expected.put(id, new ArrayList<>());
                }
                BinaryWriter out = new BinaryWriter();
                for (long number = 0; number < random.nextInt(60); number++) {
                    if (random.nextInt(20) == 0) {
                        out.json(
                                "{\"op\":\"ping\"}"
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
                        expected.values().forEach(some -> some.add(-1L));
                        continue;
                    }
                    int from = random.nextInt(3);
                    int to = from + 1 + random.nextInt(3 - from);
                    if (to - from == 1) {
                        PublishForm.message(out, all.get(from), message(number));
                    } else {
                        PublishForm.message(out, all.subList(from, to), message(number));
                    }
                    for (String id : all.subList(from, to)) {
                        expected.get(id).add(number);
                    }
                }
                arrivals(threads, noted).binary(out.array(), 0, out.size());
                assertThat(noted.came).as("seed " + seed).isEqualTo(expected);
            }
        }
    }

    @Test
    void bringsAFrameOfOneAudienceInOneGo() {
        try (ClientThreads threads = ClientThreads.own()) {
            Noted noted = new Noted();
            noted.came.put("a", new ArrayList<>());
            noted.came.put("b", new ArrayList<>());
            BinaryWriter out = new BinaryWriter();
            for (long number = 0; number < 100; number++) {
                PublishForm.message(out, List.of("a", "b"), message(number));
            }
            arrivals(threads, noted).binary(out.array(), 0, out.size());
            assertThat(noted.calls).isEqualTo(1);
            assertThat(noted.came.get("b")).hasSize(100).isSorted();
        }
    }

    private static Arrivals arrivals(ClientThreads threads, Pushes pushes) {
        return new Arrivals(
                new Pending(10, threads), pushes, new Shift(threads), "a node", () -> true);
    }

    private static Message<Payload> message(long number) {
        Payload payload = Payload.json("" + number);
        return new Message<>(
                new Ulid(1, number),
                "t",
                payload,
                payload,
                Headers.NONE,
                Instant.ofEpochMilli(17),
                false);
    }
}
