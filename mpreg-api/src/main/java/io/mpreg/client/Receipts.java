package io.mpreg.client;

import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.wire.Fields;
import java.util.ArrayList;
import java.util.List;

/**
 * The compact replies that came in one frame; they go to a thread for callbacks in one go.
 *
 * <p><b>Not</b> safe for use by several threads.
 */
final class Receipts implements Runnable {

    private final List<Pending.Entry> entries = new ArrayList<>();
    private final List<Object> replies = new ArrayList<>();

    void add(Pending.Entry entry, PublishReceipt receipt) {
        entries.add(entry);
        replies.add(receipt);
    }

    void add(Pending.Entry entry, Fields reply) {
        entries.add(entry);
        replies.add(reply);
    }

    boolean isEmpty() {
        return replies.isEmpty();
    }

    @Override
    public void run() {
        for (int i = 0; i < replies.size(); i++) {
            if (replies.get(i) instanceof PublishReceipt receipt) {
                entries.get(i).bring(receipt);
            } else {
                entries.get(i).bring((Fields) replies.get(i));
            }
        }
    }
}
