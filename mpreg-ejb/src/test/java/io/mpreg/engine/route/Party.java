package io.mpreg.engine.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Someone who is filed in a router, for tests. */
final class Party implements Receiver {

    private final InterestKind kind;
    private final String id;
    private final Reach reach;
    final List<UnifiedMessage> received = new ArrayList<>();
    volatile Optional<String> disabled = Optional.empty();

    Party(InterestKind kind, String id, Reach reach) {
        this.kind = kind;
        this.id = id;
        this.reach = reach;
    }

    static Party here(InterestKind kind, String id) {
        return new Party(kind, id, Reach.LOCAL);
    }

    @Override
    public InterestKind kind() {
        return kind;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Reach reach() {
        return reach;
    }

    @Override
    public Optional<String> disabled() {
        return disabled;
    }

    @Override
    public void accept(UnifiedMessage message) {
        received.add(message);
    }

    @Override
    public String toString() {
        return id;
    }
}
