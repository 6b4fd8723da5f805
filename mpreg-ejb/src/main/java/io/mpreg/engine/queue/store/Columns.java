package io.mpreg.engine.queue.store;

import io.mpreg.api.Ulid;
import io.mpreg.engine.queue.Addressee;
import io.mpreg.engine.queue.DeliveryTerms;
import io.mpreg.engine.queue.StoredHead;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The messages that a journal presents, until all are there; in columns, to be small. */
final class Columns {

    private static final int WIDTH = 7;

    private long[] cells = new long[WIDTH * 1024];
    private int[] sizes = new int[1024];
    private final Map<Integer, DeliveryTerms> special = new HashMap<>();
    private final Map<Integer, List<Addressee>> addressees = new HashMap<>(0);
    private int count;
    private boolean sorted = true;
    private long lastSequence;

    void add(long sequence, long position, MessageForm.Sized message) {
        if (count == sizes.length) {
            sizes = Arrays.copyOf(sizes, count * 2);
            cells = Arrays.copyOf(cells, count * 2 * WIDTH);
        }
        StoredHead head = message.head();
        int at = count * WIDTH;
        cells[at] = sequence;
        cells[at + 1] = position;
        cells[at + 2] = head.queue();
        cells[at + 3] = head.id().high();
        cells[at + 4] = head.id().low();
        cells[at + 5] = head.sentAt();
        cells[at + 6] = head.groups();
        sizes[count] = message.size();
        if (head.terms() != DeliveryTerms.PLAIN) {
            special.put(count, head.terms());
        }
        if (!head.addressees().isEmpty()) {
            addressees.put(count, head.addressees());
        }
        sorted &= sequence > lastSequence;
        lastSequence = sequence;
        count++;
    }

    /** Shows the messages in the order of their sequence. */
    void forEach(Sink sink) {
        IntStream order = IntStream.range(0, count);
        if (!sorted) {
            order =
                    order.boxed()
                            .sorted((a, b) -> Long.compare(cells[a * WIDTH], cells[b * WIDTH]))
                            .mapToInt(Integer::intValue);
        }
        order.forEach(
                i -> {
                    int at = i * WIDTH;
                    StoredHead head =
                            new StoredHead(
                                    (int) cells[at + 2],
                                    new Ulid(cells[at + 3], cells[at + 4]),
                                    cells[at + 5],
                                    special.getOrDefault(i, DeliveryTerms.PLAIN),
                                    cells[at + 6],
                                    addressees.getOrDefault(i, List.of()));
                    sink.message(cells[at], cells[at + 1], head, sizes[i]);
                });
    }

    /** Takes a message. */
    interface Sink {
        void message(long sequence, long position, StoredHead head, int size);
    }
}
