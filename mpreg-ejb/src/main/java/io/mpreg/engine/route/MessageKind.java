package io.mpreg.engine.route;

import java.util.EnumSet;
import java.util.Set;

/** What kind of message it is; that decides which kinds of parties it can reach. */
public enum MessageKind {
    RPC(InterestKind.PROVIDER),
    PUBSUB(
            InterestKind.SUBSCRIPTION,
            InterestKind.CACHE_RULE,
            InterestKind.HANDLER,
            InterestKind.FEDERATION_RULE),
    QUEUE(InterestKind.QUEUE_BINDING),
    CACHE(
            InterestKind.CACHE_RULE,
            InterestKind.SUBSCRIPTION,
            InterestKind.HANDLER,
            InterestKind.FEDERATION_RULE),
    FEDERATION(InterestKind.FEDERATION_RULE, InterestKind.HANDLER),
    /** Events of the node itself, on topics below {@code mpreg.}. */
    CONTROL(InterestKind.SUBSCRIPTION, InterestKind.HANDLER, InterestKind.CACHE_RULE),
    /** For everyone in all four systems. */
    DATA(
            InterestKind.SUBSCRIPTION,
            InterestKind.QUEUE_BINDING,
            InterestKind.PROVIDER,
            InterestKind.CACHE_RULE,
            InterestKind.FEDERATION_RULE,
            InterestKind.HANDLER);

    private final EnumSet<InterestKind> reaches;

    MessageKind(InterestKind first, InterestKind... more) {
        reaches = EnumSet.of(first, more);
    }

    /** Whether messages of this kind can reach parties of that kind. */
    public boolean reaches(InterestKind kind) {
        return reaches.contains(kind);
    }

    /** The kinds of parties that messages of this kind can reach. */
    public Set<InterestKind> reach() {
        return EnumSet.copyOf(reaches);
    }
}
