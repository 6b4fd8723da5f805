package io.mpreg.api.rpc;

import io.mpreg.api.Guarantee;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A graph of calls. The order of the commands does not matter: each starts the moment everything it
 * refers to is there.
 *
 * <pre>{@code
 * RpcRequest request = RpcRequest.of(
 *         Command.of("customer", "crm.customer", 17),
 *         Command.of("offers", "sales.offers", Ref.to("customer").field("segment")));
 * List<Offer> offers = mpreg.rpc().execute(request).result("offers").as(type);
 * }</pre>
 *
 * <p>A request can be repeated safely under an id that the caller chose: within a few minutes a
 * command that succeeded under this id with the same arguments is not executed again, its value is
 * remembered. Functions declared idempotent are simply run again.
 *
 * @param commands the calls
 * @param requestId the id of the request, 1 to 200 characters, unique among the open ones; the node
 *     makes one otherwise
 * @param correlationId the id that ties together everything it causes; the node makes one otherwise
 * @param timeout how long it may take, instead of the node's default
 * @param intermediate whether the results of each level are reported
 * @param summary whether times are reported
 * @param progress whether progress is published on topics
 * @param delivery {@link Guarantee#AT_LEAST_ONCE} for a call that survives restarts
 * @param cacheable whether results may be given that a cacheable function returned earlier for the
 *     same arguments
 * @since 0.1
 */
public record RpcRequest(
        List<Command> commands,
        Optional<String> requestId,
        Optional<String> correlationId,
        Optional<Duration> timeout,
        boolean intermediate,
        boolean summary,
        boolean progress,
        Guarantee delivery,
        boolean cacheable) {

    /** A request that runs every function anew. */
    public RpcRequest(
            List<Command> commands,
            Optional<String> requestId,
            Optional<String> correlationId,
            Optional<Duration> timeout,
            boolean intermediate,
            boolean summary,
            boolean progress,
            Guarantee delivery) {
        this(
                commands,
                requestId,
                correlationId,
                timeout,
                intermediate,
                summary,
                progress,
                delivery,
                false);
    }

    public RpcRequest {
        commands = List.copyOf(commands);
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(correlationId, "correlationId");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(delivery, "delivery");
    }

    /** A request of these commands. */
    public static RpcRequest of(Command... commands) {
        return of(List.of(commands));
    }

    /** A request of these commands. */
    public static RpcRequest of(List<Command> commands) {
        return new RpcRequest(
                commands,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                false,
                Guarantee.FIRE_AND_FORGET);
    }

    /** The same with one more call. */
    public RpcRequest command(Command more) {
        List<Command> all = new ArrayList<>(commands);
        all.add(more);
        return with(
                all, requestId, correlationId, timeout, intermediate, summary, progress, delivery);
    }

    /** The same under an id that can be cancelled, watched and repeated. */
    public RpcRequest requestId(String id) {
        return with(
                commands,
                Optional.of(id),
                correlationId,
                timeout,
                intermediate,
                summary,
                progress,
                delivery);
    }

    /** The same as a part of something that has a correlation id already. */
    public RpcRequest correlationId(String id) {
        return with(
                commands,
                requestId,
                Optional.of(id),
                timeout,
                intermediate,
                summary,
                progress,
                delivery);
    }

    /** The same with another time; when it is over, commands without outcome have timed out. */
    public RpcRequest timeout(Duration time) {
        return with(
                commands,
                requestId,
                correlationId,
                Optional.of(time),
                intermediate,
                summary,
                progress,
                delivery);
    }

    /** The same, reporting the results of each level or not. */
    public RpcRequest intermediate(boolean reported) {
        return with(
                commands, requestId, correlationId, timeout, reported, summary, progress, delivery);
    }

    /** The same, reporting times or not. */
    public RpcRequest summary(boolean reported) {
        return with(
                commands,
                requestId,
                correlationId,
                timeout,
                intermediate,
                reported,
                progress,
                delivery);
    }

    /** The same, publishing its course on {@code mpreg.rpc.command.*.*} and beside it, or not. */
    public RpcRequest progress(boolean published) {
        return with(
                commands,
                requestId,
                correlationId,
                timeout,
                intermediate,
                summary,
                published,
                delivery);
    }

    /** The same with another guarantee. */
    public RpcRequest delivery(Guarantee guarantee) {
        return with(
                commands,
                requestId,
                correlationId,
                timeout,
                intermediate,
                summary,
                progress,
                guarantee);
    }

    /** The same, content with results that cacheable functions returned earlier, or not. */
    public RpcRequest cacheable(boolean content) {
        return new RpcRequest(
                commands,
                requestId,
                correlationId,
                timeout,
                intermediate,
                summary,
                progress,
                delivery,
                content);
    }

    private RpcRequest with(
            List<Command> commands,
            Optional<String> requestId,
            Optional<String> correlationId,
            Optional<Duration> timeout,
            boolean intermediate,
            boolean summary,
            boolean progress,
            Guarantee delivery) {
        return new RpcRequest(
                commands,
                requestId,
                correlationId,
                timeout,
                intermediate,
                summary,
                progress,
                delivery,
                cacheable);
    }
}
