package io.mpreg.it.probe;

import io.mpreg.api.Message;
import io.mpreg.api.queue.MpregConsumer;
import io.mpreg.api.rpc.MpregFunction;
import io.mpreg.api.topic.MpregSubscribe;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;

/** A bean whose methods are a function, a subscriber and a consumer. */
@ApplicationScoped
public class AnnotatedBean {

    private final Queue<String> calls = new LinkedBlockingQueue<>(1000);

    @MpregFunction("annotated.twice")
    public long twice(long number) {
        return 2 * number;
    }

    @MpregSubscribe("annotated.*.said")
    public void said(Message<String> message) {
        calls.add("said " + message.topic() + " " + message.body());
    }

    @MpregConsumer(queue = "annotated-work", concurrency = 2)
    public void work(Scenario.Order order) {
        calls.add("work " + order.id());
    }

    Queue<String> calls() {
        return calls;
    }
}
