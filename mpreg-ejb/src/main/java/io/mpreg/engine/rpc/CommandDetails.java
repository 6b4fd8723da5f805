package io.mpreg.engine.rpc;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the monitor is told of commands, made once for those that are alike: a function that is
 * called often yields the same facts each time.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class CommandDetails {

    private static final int PLACES = 256;

    /** What was made last, each at a place of its own; immutable, and so without order. */
    private final @Nullable Entry[] lately = new Entry[PLACES];

    private record Entry(
            String command,
            String function,
            String node,
            int attempt,
            String status,
            Map<String, String> details) {

        boolean is(Run run, String node, String status) {
            return attempt == run.attempt
                    && this.status.equals(status)
                    && function.equals(run.step.need().function())
                    && command.equals(run.step.name())
                    && this.node.equals(node);
        }
    }

    /**
     * The facts about a command.
     *
     * @param status how it ended; empty if it runs
     */
    Map<String, String> of(Run run, String status) {
        String node = run.node();
        String function = run.step.need().function();
        int hash = function.hashCode() * 31 + run.step.name().hashCode();
        int place = (hash ^ hash >>> 16) + status.length() & PLACES - 1;
        Entry known = lately[place];
        if (known != null && known.is(run, node, status)) {
            return known.details();
        }
        Map<String, String> details = new LinkedHashMap<>();
        details.put("command", run.step.name());
        details.put("function", function);
        details.put("node", node);
        details.put("attempt", Integer.toString(run.attempt));
        if (!status.isEmpty()) {
            details.put("status", status);
        }
        Map<String, String> made = Collections.unmodifiableMap(details);
        lately[place] = new Entry(run.step.name(), function, node, run.attempt, status, made);
        return made;
    }
}
