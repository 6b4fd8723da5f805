package io.mpreg.client;

import java.util.ArrayList;
import java.util.List;

/**
 * The replies that came in one frame; they go to a thread for callbacks in one go.
 *
 * <p><b>Not</b> safe for use by several threads.
 */
final class Receipts implements Runnable {

    private final List<Reply> replies = new ArrayList<>();

    void add(Reply reply) {
        replies.add(reply);
    }

    @Override
    public void run() {
        for (int i = 0; i < replies.size(); i++) {
            replies.get(i).show();
        }
    }
}
