package io.mpreg.client;

import io.mpreg.api.MpregException;
import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.wire.Fields;
import io.mpreg.wire.bin.Assembly;
import io.mpreg.wire.bin.BinaryException;
import io.mpreg.wire.bin.BinaryReader;
import io.mpreg.wire.bin.InvokeForm;
import io.mpreg.wire.bin.MessageType;
import io.mpreg.wire.bin.PackForm;
import io.mpreg.wire.bin.PartForm;
import io.mpreg.wire.bin.PublishForm;
import io.mpreg.wire.bin.QueueForm;
import io.mpreg.wire.bin.Texts;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings what comes over one link to who waits for it.
 *
 * <p><b>Threads.</b> One frame at a time.
 */
final class Arrivals {

    private static final System.Logger LOG = System.getLogger(Arrivals.class.getName());

    /** A payload of 64 MiB, and what stands around it. */
    private static final long MOST_IN_PARTS = 96L << 20;

    private final Pending pending;
    private final Pushes pushes;
    private final Shift shift;
    private final Quickness quickness = new Quickness();
    private final String target;
    private final BooleanSupplier isOpen;
    private final Assembly parts = new Assembly(MOST_IN_PARTS);
    private final Texts texts = new Texts();

    /** Replies of the frame under way that are to be shown. */
    private @Nullable Receipts receipts;

    private final PublishForm.Receipts receipt = this::published;

    /** How many receipts of the run under way found their requests. */
    private int taken;

    /**
     * @param isOpen whether pushes still count
     */
    Arrivals(Pending pending, Pushes pushes, Shift shift, String target, BooleanSupplier isOpen) {
        this.pending = pending;
        this.pushes = pushes;
        this.shift = shift;
        this.target = target;
        this.isOpen = isOpen;
    }

    /** Takes an object, or an array of them. */
    void frame(byte[] utf8) {
        try {
            Object tree = Json.parse(utf8);
            if (tree instanceof List<?> batch) {
                batch.forEach(this::one);
            } else {
                one(tree);
            }
        } catch (JsonException e) {
            refused(e);
        }
        show();
    }

    /** Takes a frame of the compact form. */
    void binary(byte[] array, int from, int to) {
        List<Bundle> messages = new ArrayList<>(0);
        try {
            messages(new BinaryReader(array, from, to, texts), messages);
        } catch (JsonException | BinaryException | MpregException e) {
            refused(e);
        }
        brought(messages);
        show();
    }

    private void messages(BinaryReader in, List<Bundle> messages) {
        int type;
        while ((type = in.next()) >= 0) {
            switch (type) {
                case MessageType.JSON -> {
                    brought(messages);
                    one(Json.parse(in.rest()));
                }
                case MessageType.PUBLISHED,
                        MessageType.SENT,
                        MessageType.ACKED,
                        MessageType.ALL_ACKED,
                        MessageType.RESULT ->
                        replied(in, type);
                case MessageType.PUBLISHED_RUN -> published(in);
                case MessageType.DELIVERY -> {
                    brought(messages);
                    delivered(QueueForm.pushed(in));
                }
                case MessageType.MESSAGE, MessageType.MESSAGES ->
                        add(PublishForm.shared(in, type), messages);
                case MessageType.INVOKE -> {
                    brought(messages);
                    invoked(InvokeForm.invoked(in));
                }
                case MessageType.PACKED ->
                        messages(
                                new BinaryReader(
                                        PackForm.unpack(PackForm.read(in), MOST_IN_PARTS), texts),
                                messages);
                case MessageType.PART -> {
                    byte[] whole = parts.take(PartForm.part(in));
                    if (whole != null) {
                        messages(new BinaryReader(whole, texts), messages);
                    }
                }
                default -> LOG.log(System.Logger.Level.DEBUG, "ignores a message {0}", type);
            }
        }
    }

    private static void add(PublishForm.Shared shared, List<Bundle> messages) {
        Bundle last = messages.isEmpty() ? null : messages.get(messages.size() - 1);
        if (last == null || !last.subscriptions().equals(shared.subscriptions())) {
            last = new Bundle(shared.subscriptions());
            messages.add(last);
        }
        last.messages().add(shared.message());
    }

    /* What came in one frame goes to a thread for callbacks in one go. */
    private void show() {
        Receipts come = receipts;
        if (come == null) {
            return;
        }
        receipts = null;
        try {
            shift.run(come, quickness);
        } catch (RejectedExecutionException e) {
            come.run();
        }
    }

    private void replied(BinaryReader in, int type) {
        Pending.Entry entry = pending.take(in.number());
        Object reply = Compacted.read(type, in);
        if (entry != null) {
            noted(entry.arrived(reply));
        }
    }

    private void published(BinaryReader in) {
        taken = 0;
        try {
            PublishForm.receipts(in, receipt);
        } finally {
            pending.took(taken);
        }
    }

    private void published(long id, PublishReceipt of) {
        Pending.Entry entry = pending.takeOneOfMany(id);
        if (entry != null) {
            taken++;
            noted(entry.arrived(of));
        }
    }

    private void noted(@Nullable Reply waiting) {
        if (waiting != null) {
            Receipts come = receipts;
            if (come == null) {
                come = new Receipts();
                receipts = come;
            }
            come.add(waiting);
        }
    }

    private void invoked(InvokeForm.Invoked invoked) {
        try {
            if (isOpen.getAsBoolean()) {
                pushes.invocation(invoked);
            }
        } catch (MpregException | RejectedExecutionException e) {
            refused(e);
        }
    }

    private void delivered(QueueForm.Pushed delivery) {
        try {
            if (isOpen.getAsBoolean()) {
                pushes.delivery(delivery);
            }
        } catch (MpregException | RejectedExecutionException e) {
            refused(e);
        }
    }

    /* Messages keep their place among other pushes. */
    private void brought(List<Bundle> messages) {
        if (messages.isEmpty()) {
            return;
        }
        List<Bundle> come = List.copyOf(messages);
        messages.clear();
        try {
            if (isOpen.getAsBoolean()) {
                pushes.messages(come);
            }
        } catch (MpregException | RejectedExecutionException e) {
            refused(e);
        }
    }

    private void one(@Nullable Object tree) {
        try {
            Fields frame = Fields.of(tree);
            if (frame.has("id")) {
                Pending.Entry entry = pending.take(frame.text("id"));
                if (entry != null) {
                    noted(entry.answered(frame));
                }
            } else if (isOpen.getAsBoolean()) {
                pushes.push(frame.text("op"), frame);
            }
        } catch (MpregException | RejectedExecutionException e) {
            refused(e);
        }
    }

    private void refused(RuntimeException e) {
        LOG.log(
                System.Logger.Level.WARNING,
                "a frame from {0} could not be handled: {1}",
                target,
                e.getMessage());
    }
}
