package io.mpreg.engine.pubsub;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.topic.GroupChoice;
import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a subscriber asked for, checked. */
record Terms(
        PatternSet patterns,
        Map<String, String> filter,
        Optional<String> group,
        SlowConsumerPolicy onSlow,
        @Nullable String coalesceBy,
        long credit) {

    /** The credit of a subscription without credit. */
    static final long UNLIMITED = Long.MAX_VALUE;

    private static final int MAX_ID_BYTES = 256;

    static Terms of(SubscriptionSpec spec, PubSubSettings settings) {
        spec.id().ifPresent(id -> checkId("subscription", id));
        spec.group().ifPresent(group -> checkId("group", group));
        spec.durable().ifPresent(name -> checkId("durable", name));
        if (spec.patterns().isEmpty() || spec.patterns().size() > settings.maxPatterns()) {
            throw MpregRequestException.field(
                    "patterns",
                    "there are "
                            + spec.patterns().size()
                            + ", 1 to "
                            + settings.maxPatterns()
                            + " may be");
        }
        if (spec.backlog().isNegative()) {
            throw MpregRequestException.field("backlog", "it is negative");
        }
        if (spec.credit().isPresent() && spec.credit().getAsInt() < 0) {
            throw MpregRequestException.field("credit", "it is negative");
        }
        if (spec.durable().isPresent() && spec.group().isPresent()) {
            throw MpregRequestException.field(
                    "durable", "a member of a group cannot have a durable name");
        }
        if (spec.persistent() && spec.durable().isEmpty()) {
            throw MpregRequestException.field(
                    "persistent", "it needs a durable name under which to keep messages");
        }
        boolean keyed =
                spec.onSlow() == SlowConsumerPolicy.COALESCE
                        || spec.group().isPresent() && spec.choice() == GroupChoice.STICKY;
        if (keyed && spec.keyHeader().isEmpty()) {
            throw MpregRequestException.field(
                    "keyHeader", "it is needed to coalesce messages or to stick to a member");
        }
        List<TopicPattern> patterns = spec.patterns().stream().map(TopicPattern::of).toList();
        return new Terms(
                new PatternSet(patterns),
                spec.filter(),
                spec.group(),
                spec.onSlow(),
                spec.onSlow() == SlowConsumerPolicy.COALESCE
                        ? spec.keyHeader().orElseThrow()
                        : null,
                spec.credit().isPresent() ? spec.credit().getAsInt() : UNLIMITED);
    }

    /**
     * Refuses what a subscriber over a connection cannot have: publishers wait for nobody who is
     * not in their own process.
     */
    void check(Caller caller) {
        if (onSlow == SlowConsumerPolicy.BLOCK && caller.origin() == Caller.Origin.REMOTE) {
            throw MpregRequestException.field(
                    "onSlow",
                    "BLOCK makes publishers wait, which subscribers in the process of the node may"
                            + " ask for only; choose DROP_OLDEST, DROP_NEWEST, COALESCE or"
                            + " DISCONNECT");
        }
    }

    /** Whether a message on a matching topic is meant for the subscriber. */
    boolean want(UnifiedMessage message) {
        return patterns.sees(message.topic())
                && (filter.isEmpty() || message.headers().contains(filter));
    }

    private static void checkId(String field, String id) {
        if (id.isEmpty() || id.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES) {
            throw MpregRequestException.field(
                    field, "it must have 1 to " + MAX_ID_BYTES + " bytes");
        }
    }
}
