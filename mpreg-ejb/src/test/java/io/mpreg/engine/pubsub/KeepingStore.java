package io.mpreg.engine.pubsub;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.engine.route.UnifiedMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps durable names in lists that outlive an exchange. */
final class KeepingStore implements DurableStore {

    final Map<String, SubscriptionSpec> names = new LinkedHashMap<>();
    final Map<String, List<UnifiedMessage>> messages = new LinkedHashMap<>();
    boolean refuses;
    int closed;

    @Override
    public void replay(Found found) {
        names.forEach(found::name);
        Map<String, List<UnifiedMessage>> all = new LinkedHashMap<>(messages);
        all.forEach(
                (name, kept) ->
                        List.copyOf(kept).forEach(m -> found.message(name, m, ticket(name, m))));
    }

    @Override
    public void define(String name, SubscriptionSpec spec) {
        names.put(name, spec);
    }

    @Override
    public Ticket append(String name, UnifiedMessage message) {
        if (refuses) {
            throw MpregException.of(ErrorCode.STORAGE_FULL, "expected by the test");
        }
        messages.computeIfAbsent(name, key -> new ArrayList<>()).add(message);
        return ticket(name, message);
    }

    private Ticket ticket(String name, UnifiedMessage message) {
        return () -> {
            List<UnifiedMessage> kept = messages.get(name);
            if (kept != null) {
                kept.removeIf(m -> m == message);
            }
        };
    }

    @Override
    public void forget(String name) {
        names.remove(name);
        messages.remove(name);
    }

    @Override
    public void close() {
        closed++;
    }

    int waiting() {
        return messages.values().stream().mapToInt(List::size).sum();
    }
}
