package io.mpreg.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that a queue's counters equal its contents, and that every copy is in one place. */
final class QueueValidator {

    private final Map<Entry, String> places = new IdentityHashMap<>();
    private final Set<Long> waiting = new HashSet<>();
    private final Set<Long> held = new HashSet<>();

    private QueueValidator() {}

    static void check(LiveQueue queue) {
        queue.with(
                (stock, after) -> {
                    new QueueValidator().check(queue, stock);
                    return true;
                });
    }

    private void check(LiveQueue queue, Stock stock) {
        String name = queue.name();
        List<Line> lines = new ArrayList<>();
        Inspection.eachLine(stock, lines::add);
        for (Line line : lines) {
            List<Entry> all = line.all();
            assertThat(all).as("size of a line of %s", name).hasSize(line.size());
            all.forEach(entry -> place(entry, "line"));
        }
        stock.agenda.allDelayed().forEach(entry -> place(entry, "agenda"));
        assertThat(stock.agenda.allDelayed()).hasSize(stock.agenda.delayed());
        stock.homeless.forEach(entry -> place(entry, "homeless"));
        absent(stock);
        waiting.addAll(held);
        int[] inFlight = {0};
        stock.timeouts.forEach(
                delivery -> {
                    inFlight[0]++;
                    assertThat(delivery.settled).isFalse();
                    Entry entry = delivery.entry();
                    assertThat(entry.place).isEqualTo(Entry.Place.IN_FLIGHT);
                    assertThat(places.put(entry, "in flight")).isNull();
                    if (entry.share == null || !entry.share.over) {
                        held.add(entry.ref);
                    }
                });
        assertThat(stock.timeouts.size()).as("in flight of %s", name).isEqualTo(inFlight[0]);
        assertThat(stock.ledger.waiting).as("waiting in %s", name).isEqualTo(waiting.size());
        assertThat(stock.ledger.messages.taken()).as("held by %s", name).isEqualTo(held.size());
        stock.dead
                .select(dead -> true, Integer.MAX_VALUE)
                .forEach(
                        dead -> {
                            assertThat(dead.entry().place).isEqualTo(Entry.Place.DEAD);
                            assertThat(places.put(dead.entry(), "dead")).isNull();
                        });
        for (Group group : stock.groups.all()) {
            for (LocalConsumer consumer : group.consumers) {
                int[] unsettled = {0};
                stock.timeouts.forEach(d -> unsettled[0] += d.consumer == consumer ? 1 : 0);
                assertThat(consumer.unsettled).isEqualTo(unsettled[0]);
                boolean idle = group.idle.contains(consumer);
                if (idle) {
                    assertThat(consumer.stance).isEqualTo(LocalConsumer.Stance.IDLE);
                }
            }
            boolean atWork =
                    group.consumers.stream().anyMatch(c -> c.stance == LocalConsumer.Stance.BUSY);
            if (!stock.paused && !group.idle.isEmpty() && !atWork) {
                assertThat(group.line.deliverable())
                        .as("deliverable in %s while all are idle", name)
                        .isZero();
            }
        }
    }

    /* Nobody who is there is waited for, and everyone who is expected has one copy. */
    private void absent(Stock stock) {
        Set<Receiver> there = new HashSet<>();
        Map<Share, List<Receiver>> copies = new IdentityHashMap<>();
        for (Group group : stock.groups.all()) {
            for (LocalConsumer consumer : group.consumers) {
                there.add(consumer.receiver());
                for (Entry.Directed copy : consumer.copies) {
                    List<Receiver> known =
                            copies.computeIfAbsent(Directing.share(copy), s -> new ArrayList<>());
                    if (copy.addressee != null) {
                        known.add(copy.addressee.who());
                    }
                }
            }
        }
        for (Entry entry : stock.absent.all()) {
            Entry.Awaited copy = (Entry.Awaited) entry;
            place(copy, "absence");
            assertThat(copy.place).isEqualTo(Entry.Place.AWAY);
            assertThat(there).as("who is there").doesNotContain(copy.addressee.who());
            Share share = Directing.share(copy);
            assertThat(share.awaited).contains(copy);
            copies.computeIfAbsent(share, s -> new ArrayList<>()).add(copy.addressee.who());
        }
        copies.forEach(
                (share, who) -> {
                    if (!share.over) {
                        assertThat(who)
                                .containsExactlyInAnyOrderElementsOf(share.expected.keySet());
                    }
                });
    }

    private void place(Entry entry, String where) {
        assertThat(entry.isWaiting()).as("%s is in a %s", entry.place, where).isTrue();
        assertThat(places.put(entry, where)).as("also in a %s", where).isNull();
        held.add(entry.ref);
    }
}
