package io.mpreg.api;

import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.monitor.MonitorClient;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.route.Explanation;
import io.mpreg.api.rpc.RpcClient;
import io.mpreg.api.topic.TopicClient;

/**
 * The front door of MPREG: one object that reaches all four systems of a node.
 *
 * <pre>{@code
 * @Inject MpregClient mpreg;
 *
 * void placed(Order order) {
 *     mpreg.topics().publish("orders.placed", order);
 *     mpreg.queues().send("invoices", order);
 *     double total = mpreg.rpc().call("prices.total", order.lines()).as(Double.class);
 *     mpreg.cache("orders").put(order.id(), order);
 * }
 * }</pre>
 *
 * <p>How the client reaches its node is no concern of the caller: the same interface works in the
 * node's own server, through a bridge, and over WebSocket; {@link #attachment()} tells which.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * <p><b>Transactions.</b> No operation joins the caller's transaction.
 *
 * <p><b>Failure.</b> Every operation fails with a {@link MpregException} that carries a code, never
 * with another type. An injected client can be used before its node is up: an operation then waits
 * a bounded time and fails with {@link ErrorCode#UNAVAILABLE}.
 *
 * @since 0.1
 */
public interface MpregClient {

    /** Calls functions and graphs of functions, and serves them. */
    RpcClient rpc();

    /** Publishes to topics and subscribes to patterns of them. */
    TopicClient topics();

    /** Sends to queues and consumes from them. */
    QueueClient queues();

    /**
     * The cache region of that name; it comes into being with the first write.
     *
     * @param region 1 to 200 characters of the topic grammar
     */
    CacheClient cache(String region);

    /** Looks at what the node did and how it is. */
    MonitorClient monitor();

    /**
     * Who would receive a message on this topic, in all four systems, and why; nothing is sent.
     *
     * @throws MpregRequestException {@link ErrorCode#BAD_REQUEST} if the topic is not valid
     */
    Explanation explain(String topic);

    /** The node that this client talks to. */
    NodeInfo node();

    /** The way this client reaches its node. */
    Attachment attachment();
}
