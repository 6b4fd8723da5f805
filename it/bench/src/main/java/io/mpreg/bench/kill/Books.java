package io.mpreg.bench.kill;

import java.util.BitSet;

/** What was promised over all lives of a node, and what came of it in the present one. */
final class Books implements Witness {

    private final BitSet sent = new BitSet();
    private final BitSet confirmed = new BitSet();
    private final BitSet acknowledging = new BitSet();
    private final BitSet acknowledged = new BitSet();
    private final BitSet found = new BitSet();
    private BitSet due = new BitSet();
    private BitSet done = new BitSet();
    private boolean recovered;

    /** A life begins. */
    synchronized void begin() {
        due = (BitSet) confirmed.clone();
        due.andNot(acknowledging);
        done = (BitSet) acknowledged.clone();
        found.clear();
        recovered = false;
    }

    /** The number that the next message may have. */
    synchronized int next() {
        return sent.length();
    }

    /** Whether the present life came so far that it can be judged. */
    synchronized boolean isRecovered() {
        return recovered;
    }

    /** Confirmed messages that nobody acknowledged, and that were not delivered. */
    synchronized int lost() {
        BitSet lost = (BitSet) due.clone();
        lost.andNot(found);
        return lost.cardinality();
    }

    /** Messages that were delivered although their acknowledgement had been confirmed. */
    synchronized int returned() {
        BitSet returned = (BitSet) done.clone();
        returned.and(found);
        return returned.cardinality();
    }

    /** Messages that were delivered and never sent. */
    synchronized int unknown() {
        BitSet unknown = (BitSet) found.clone();
        unknown.andNot(sent);
        return unknown.cardinality();
    }

    synchronized int found() {
        return found.cardinality();
    }

    synchronized int confirmations() {
        return confirmed.cardinality();
    }

    synchronized int acknowledgements() {
        return acknowledged.cardinality();
    }

    @Override
    public synchronized void recovered() {
        recovered = true;
    }

    @Override
    public synchronized void found(int number) {
        found.set(number);
    }

    @Override
    public synchronized void sending(int number) {
        sent.set(number);
    }

    @Override
    public synchronized void confirmed(int number) {
        confirmed.set(number);
    }

    @Override
    public synchronized void acknowledging(int number) {
        acknowledging.set(number);
    }

    @Override
    public synchronized void acknowledged(int number) {
        acknowledged.set(number);
    }
}
