package io.mpreg.bench.queue.rabbitmq;

import io.mpreg.bench.queue.Broker;
import io.mpreg.bench.queue.RabbitQueues;
import java.util.concurrent.atomic.AtomicLong;

/** Quorum queues of a server that runs already. */
public final class QuorumQueues implements RabbitQueues {

    @Override
    public Broker quorumQueue(int port, int bytes, AtomicLong acknowledged) throws Exception {
        return new QuorumBroker(port, bytes, acknowledged);
    }
}
