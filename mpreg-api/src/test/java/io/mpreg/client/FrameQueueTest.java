package io.mpreg.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Payload;
import io.mpreg.api.topic.Publication;
import io.mpreg.wire.bin.BinaryReader;
import io.mpreg.wire.bin.Feature;
import io.mpreg.wire.bin.MessageType;
import io.mpreg.wire.bin.PublishForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameQueueTest {

    private static final int LARGEST = 64 << 10;
    private static final long LONGEST = 1 << 20;

    @Test
    void everyFrameStandsForItself() throws IOException {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            boolean refers = random.nextBoolean();
            FrameQueue queue = new FrameQueue(true);
            List<Publication> added = new ArrayList<>();
            List<Publication> written = new ArrayList<>();
            int frames = 0;
            for (int i = 0; i < 3_000; i++) {
                Payload payload = new Payload("a/b", new byte[random.nextInt(300)]);
                if (random.nextInt(500) == 0) {
                    payload = new Payload("a/b", new byte[random.nextInt(2 * LARGEST)]);
                }
                Publication publication = Publication.on("t" + random.nextInt(2)).payload(payload);
                Request request = Request.publish(publication);
                request.limitTo(
                        new Terms(refers ? Set.of(Feature.REFERENCES) : Set.of(), 0, LONGEST));
                queue.add(request, i);
                added.add(publication);
                if (random.nextInt(400) == 0) {
                    frames += drain(queue, written);
                }
            }
            frames += drain(queue, written);
            assertThat(written).as("seed " + seed).isEqualTo(added);
            assertThat(frames).isGreaterThan(5);
        }
    }

    private static int drain(FrameQueue queue, List<Publication> written) throws IOException {
        int frames = 0;
        while (queue.next()) {
            queue.seal();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            WritableByteChannel channel = Channels.newChannel(bytes);
            while (queue.isUnderWay()) {
                queue.writeTo(channel);
            }
            queue.recycle();
            BinaryReader in = new BinaryReader(payload(ByteBuffer.wrap(bytes.toByteArray())));
            int type;
            while ((type = in.next()) >= 0) {
                assertThat(type).isEqualTo(MessageType.PUBLISH);
                assertThat(in.number()).isEqualTo(written.size());
                written.add(PublishForm.publication(in));
            }
            frames++;
        }
        return frames;
    }

    /* What a masked frame of RFC 6455 carries. */
    private static byte[] payload(ByteBuffer frame) {
        assertThat(frame.get()).isEqualTo((byte) 0x82);
        int length = frame.get() & 0x7F;
        if (length == 126) {
            length = frame.getShort() & 0xFFFF;
        } else if (length == 127) {
            length = (int) frame.getLong();
        }
        byte[] mask = new byte[4];
        frame.get(mask);
        byte[] payload = new byte[length];
        frame.get(payload);
        assertThat(frame.hasRemaining()).isFalse();
        for (int i = 0; i < length; i++) {
            payload[i] ^= mask[i & 3];
        }
        return payload;
    }
}
