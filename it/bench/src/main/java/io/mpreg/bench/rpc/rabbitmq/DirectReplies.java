package io.mpreg.bench.rpc.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.mpreg.bench.rpc.CallPeer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Calls by a queue and direct replies, at a server that runs already. */
public final class DirectReplies implements CallPeer {

    private static final String QUEUE = "bench.echo";
    private static final String REPLIES = "amq.rabbitmq.reply-to";

    private final Map<String, CompletableFuture<Integer>> open = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final int port;
    private Connection asking;
    private Connection answering;
    private Channel questions;
    private byte[] argument;

    public DirectReplies(int port) {
        this.port = port;
    }

    @Override
    public void start(int bytes) throws Exception {
        argument = new byte[bytes];
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        answering = factory.newConnection();
        Channel answers = answering.createChannel();
        answers.queueDeclare(QUEUE, false, true, true, null);
        answers.basicConsume(
                QUEUE,
                true,
                (tag, question) -> {
                    AMQP.BasicProperties properties =
                            new AMQP.BasicProperties.Builder()
                                    .correlationId(question.getProperties().getCorrelationId())
                                    .build();
                    answers.basicPublish(
                            "",
                            question.getProperties().getReplyTo(),
                            properties,
                            question.getBody());
                },
                tag -> {});
        asking = factory.newConnection();
        questions = asking.createChannel();
        questions.basicConsume(
                REPLIES,
                true,
                (tag, answer) ->
                        open.remove(answer.getProperties().getCorrelationId())
                                .complete(answer.getBody().length),
                tag -> {});
    }

    @Override
    public CompletionStage<?> call() {
        String id = Long.toString(ids.incrementAndGet());
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        open.put(id, answer);
        AMQP.BasicProperties properties =
                new AMQP.BasicProperties.Builder().correlationId(id).replyTo(REPLIES).build();
        try {
            // A channel takes one publication at a time.
            synchronized (questions) {
                questions.basicPublish("", QUEUE, properties, argument);
            }
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("client", "amqp-client 5.37.1, direct reply-to", "durable", false);
    }

    @Override
    public void close() throws IOException {
        asking.close();
        answering.close();
    }
}
