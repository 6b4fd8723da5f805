package io.mpreg.engine.monitor;

import io.mpreg.api.MpregSystem;
import io.mpreg.engine.topic.TopicName;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;

/**
 * Events of one sort that follow each other at once, in the space of a few references and numbers
 * each: an {@link Event} is made of one when somebody reads it. All went well, or none did, and
 * none has a target.
 *
 * <p><b>Threads.</b> One thread adds at a time; any thread reads what was added so far.
 */
public final class EventRun implements Remembered {

    private static final int REFERENCES = 3;
    private static final int NUMBERS = 2;
    private static final VarHandle SIZE;

    static {
        try {
            SIZE = MethodHandles.lookup().findVarHandle(EventRun.class, "size", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String type;
    private final MpregSystem system;
    private final boolean success;
    private final Map<String, String> details;
    private final Object[] references;
    private final long[] numbers;
    private int size;

    /**
     * A run of events that all went well.
     *
     * @param type lower-case words with dots, of every event
     * @param system where they happen
     * @param details facts by name, of every event
     * @param capacity how many events there may be
     */
    public EventRun(String type, MpregSystem system, Map<String, String> details, int capacity) {
        this(type, system, true, details, capacity);
    }

    /**
     * A run of events of which all went well, or none did.
     *
     * @param type lower-case words with dots, of every event
     * @param system where they happen
     * @param success whether they went well
     * @param details facts by name, of every event
     * @param capacity how many events there may be
     */
    public EventRun(
            String type,
            MpregSystem system,
            boolean success,
            Map<String, String> details,
            int capacity) {
        this.type = type;
        this.system = system;
        this.success = success;
        this.details = details;
        this.references = new Object[REFERENCES * capacity];
        this.numbers = new long[NUMBERS * capacity];
    }

    private EventRun(EventRun full, Map<String, String> details) {
        this.type = full.type;
        this.system = full.system;
        this.success = full.success;
        this.details = details;
        this.references = full.references;
        this.numbers = full.numbers;
        this.size = full.size;
    }

    /**
     * The same events at the same time with other details, in no space of its own.
     *
     * @throws IllegalStateException if this one is still to get some
     */
    public EventRun with(Map<String, String> others) {
        if (size() < capacity()) {
            throw new IllegalStateException("events are still to come");
        }
        return new EventRun(this, others);
    }

    /** Whether that event happened to the very same, at that time. */
    public boolean tells(int index, Object trackingId, long millis) {
        return references[REFERENCES * index] == trackingId && millis(index) == millis;
    }

    /**
     * Adds an event; there must be room. Readers see it from now on.
     *
     * @param trackingId what it happened to; its text is its id
     * @param correlationId what ties it to others; its text is the id
     * @param millis when it happened, in milliseconds since 1970
     * @param latencyNanos how long it took; 0 where that means nothing
     */
    public void add(
            Object trackingId,
            Object correlationId,
            TopicName topic,
            long millis,
            long latencyNanos) {
        int at = size;
        int reference = REFERENCES * at;
        references[reference] = trackingId;
        references[reference + 1] = correlationId;
        references[reference + 2] = topic;
        numbers[NUMBERS * at] = millis;
        numbers[NUMBERS * at + 1] = latencyNanos;
        SIZE.setRelease(this, at + 1);
    }

    /** How many events there are. */
    public int size() {
        return (int) SIZE.getAcquire(this);
    }

    /** How many events there may be. */
    public int capacity() {
        return numbers.length / NUMBERS;
    }

    String type() {
        return type;
    }

    MpregSystem system() {
        return system;
    }

    boolean success() {
        return success;
    }

    /** The facts by name that are those of every event. */
    public Map<String, String> details() {
        return details;
    }

    /** When an event happened, in milliseconds since 1970. */
    public long millis(int index) {
        return numbers[NUMBERS * index];
    }

    long latencyNanos(int index) {
        return numbers[NUMBERS * index + 1];
    }

    /** An event that was added. */
    public Event event(int index) {
        int reference = REFERENCES * index;
        return new Event(
                references[reference],
                references[reference + 1],
                type,
                system,
                null,
                (TopicName) references[reference + 2],
                latencyNanos(index),
                success,
                details);
    }
}
