package io.mpreg.ejb;

import io.mpreg.engine.cache.CacheEngine;
import io.mpreg.engine.monitor.NodeMonitor;
import io.mpreg.engine.pubsub.Exchange;
import io.mpreg.engine.queue.QueueEngine;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.rpc.RpcEngine;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;

/**
 * Hands the parts of the node to beans of the same application: plain objects, without a proxy
 * between them and their callers.
 *
 * <p><b>Failure.</b> Injecting a part before the node has started fails with {@link
 * io.mpreg.api.ErrorCode#UNAVAILABLE}.
 */
@Dependent
public class EngineProducer {

    @Inject RunningNode running;

    @Produces
    Router router() {
        return running.get().router();
    }

    @Produces
    RpcEngine rpc() {
        return running.get().rpc();
    }

    @Produces
    Exchange exchange() {
        return running.get().exchange();
    }

    @Produces
    QueueEngine queues() {
        return running.get().queues();
    }

    @Produces
    CacheEngine cache() {
        return running.get().cache();
    }

    @Produces
    NodeMonitor monitor() {
        return running.get().monitor();
    }
}
