package io.mpreg.bench.queue.artemis;

import io.mpreg.bench.queue.Blocking;
import io.mpreg.bench.queue.Broker;
import io.mpreg.bench.queue.Brokers;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;

/**
 * Artemis in this process: NIO journal, forced before what is not in a transaction is confirmed;
 * else its defaults.
 */
public final class ArtemisServer implements Brokers {

    private ActiveMQServerImpl server;
    private String tcp;

    @Override
    public void start(Path folder, int port, int forceNanos) throws Exception {
        tcp = "tcp://127.0.0.1:" + port;
        Configuration configuration =
                new ConfigurationImpl()
                        .setPersistenceEnabled(true)
                        .setSecurityEnabled(false)
                        .setJMXManagementEnabled(false)
                        .setJournalType(JournalType.NIO)
                        // As "artemis create" has it, which measures the disk; 3.3 ms otherwise.
                        .setJournalBufferTimeout_NIO(forceNanos)
                        .setJournalSyncNonTransactional(true)
                        .setJournalSyncTransactional(true)
                        .setJournalDirectory(folder.resolve("journal").toString())
                        .setBindingsDirectory(folder.resolve("bindings").toString())
                        .setLargeMessagesDirectory(folder.resolve("large").toString())
                        .setPagingDirectory(folder.resolve("paging").toString())
                        .addAcceptorConfiguration("vm", "vm://0")
                        .addAcceptorConfiguration("tcp", tcp);
        server = new ActiveMQServerImpl(configuration);
        server.start();
    }

    @Override
    public Broker inProcess(int bytes, AtomicLong acknowledged) throws Exception {
        return new ArtemisBroker("vm://0", "vm", bytes, acknowledged);
    }

    @Override
    public Broker overTcp(int bytes, AtomicLong acknowledged) throws Exception {
        return new ArtemisBroker(tcp, "tcp", bytes, acknowledged);
    }

    @Override
    public Blocking blocking(int bytes) throws Exception {
        return new ArtemisBlocking(server, "vm://0", bytes);
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
