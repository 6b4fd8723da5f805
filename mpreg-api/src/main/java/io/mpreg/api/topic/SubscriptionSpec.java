package io.mpreg.api.topic;

import io.mpreg.api.Ulid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a subscriber asks for.
 *
 * @param id the subscription's id; the node makes one otherwise. Subscribing again under an id
 *     replaces the subscription
 * @param patterns 1 to 100 patterns; a message that matches several comes once
 * @param group members of a group share the messages: each gets to one of them. Its first member
 *     decides about the choice, and alone gets a backlog
 * @param choice which member of the group that is
 * @param filter headers that a message must have with these values
 * @param backlog how far back messages are replayed before live ones; zero for none
 * @param since the message after which to replay, instead of {@code backlog}
 * @param durable a name under which messages are kept while the subscriber is away, up to a limit;
 *     not for members of a group
 * @param persistent whether what is kept under the durable name survives a restart of the node;
 *     only with {@code durable}
 * @param credit how many messages may be delivered before {@link Subscription#request}; without it
 *     as many as there are
 * @param onSlow what happens when the buffer is full
 * @param keyHeader the header that {@link SlowConsumerPolicy#COALESCE} and {@link
 *     GroupChoice#STICKY} look at
 * @since 0.1
 */
public record SubscriptionSpec(
        Optional<String> id,
        List<String> patterns,
        Optional<String> group,
        GroupChoice choice,
        Map<String, String> filter,
        Duration backlog,
        Optional<Ulid> since,
        Optional<String> durable,
        boolean persistent,
        OptionalInt credit,
        SlowConsumerPolicy onSlow,
        Optional<String> keyHeader) {

    public SubscriptionSpec {
        Objects.requireNonNull(id, "id");
        patterns = List.copyOf(patterns);
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(choice, "choice");
        filter = Map.copyOf(filter);
        Objects.requireNonNull(backlog, "backlog");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(durable, "durable");
        Objects.requireNonNull(credit, "credit");
        Objects.requireNonNull(onSlow, "onSlow");
        Objects.requireNonNull(keyHeader, "keyHeader");
    }

    /** A subscription to these patterns with default options. */
    public static SubscriptionSpec of(String... patterns) {
        return new SubscriptionSpec(
                Optional.empty(),
                List.of(patterns),
                Optional.empty(),
                GroupChoice.ROUND_ROBIN,
                Map.of(),
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                false,
                OptionalInt.empty(),
                SlowConsumerPolicy.DROP_OLDEST,
                Optional.empty());
    }

    public SubscriptionSpec id(String value) {
        return new SubscriptionSpec(
                Optional.of(value),
                patterns,
                group,
                choice,
                filter,
                backlog,
                since,
                durable,
                persistent,
                credit,
                onSlow,
                keyHeader);
    }

    public SubscriptionSpec group(String name, GroupChoice member) {
        return new SubscriptionSpec(
                id,
                patterns,
                Optional.of(name),
                member,
                filter,
                backlog,
                since,
                durable,
                persistent,
                credit,
                onSlow,
                keyHeader);
    }

    public SubscriptionSpec filter(Map<String, String> headers) {
        return new SubscriptionSpec(
                id,
                patterns,
                group,
                choice,
                headers,
                backlog,
                since,
                durable,
                persistent,
                credit,
                onSlow,
                keyHeader);
    }

    public SubscriptionSpec backlog(Duration back) {
        return new SubscriptionSpec(
                id,
                patterns,
                group,
                choice,
                filter,
                back,
                since,
                durable,
                persistent,
                credit,
                onSlow,
                keyHeader);
    }

    public SubscriptionSpec since(Ulid messageId) {
        return new SubscriptionSpec(
                id,
                patterns,
                group,
                choice,
                filter,
                backlog,
                Optional.of(messageId),
                durable,
                persistent,
                credit,
                onSlow,
                keyHeader);
    }

    public SubscriptionSpec durable(String name) {
        return new SubscriptionSpec(
                id,
                patterns,
                group,
                choice,
                filter,
                backlog,
                since,
                Optional.of(name),
                persistent,
                credit,
                onSlow,
                keyHeader);
    }

    /** Under the durable name messages are kept on disk, so that they survive a restart. */
    public SubscriptionSpec persistent(boolean onDisk) {
        return new SubscriptionSpec(
                id, patterns, group, choice, filter, backlog, since, durable, onDisk, credit,
                onSlow, keyHeader);
    }

    public SubscriptionSpec credit(int messages) {
        return new SubscriptionSpec(
                id,
                patterns,
                group,
                choice,
                filter,
                backlog,
                since,
                durable,
                persistent,
                OptionalInt.of(messages),
                onSlow,
                keyHeader);
    }

    public SubscriptionSpec onSlow(SlowConsumerPolicy policy) {
        return new SubscriptionSpec(
                id,
                patterns,
                group,
                choice,
                filter,
                backlog,
                since,
                durable,
                persistent,
                credit,
                policy,
                keyHeader);
    }

    public SubscriptionSpec keyHeader(String name) {
        return new SubscriptionSpec(
                id,
                patterns,
                group,
                choice,
                filter,
                backlog,
                since,
                durable,
                persistent,
                credit,
                onSlow,
                Optional.of(name));
    }
}
