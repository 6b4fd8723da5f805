package io.mpreg.engine.rpc;

import io.mpreg.api.rpc.CommandProgress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far the commands were that ended lately, of requests that published their progress. The
 * oldest go when there are too many.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class ProgressBoard {

    static final int MAX_COMMANDS = 1000;

    private final LinkedHashMap<String, CommandProgress> ended = new LinkedHashMap<>();

    synchronized void ended(CommandProgress progress) {
        ended.remove(progress.commandId());
        ended.put(progress.commandId(), progress);
        if (ended.size() > MAX_COMMANDS) {
            Map.Entry<String, CommandProgress> oldest = ended.entrySet().iterator().next();
            ended.remove(oldest.getKey());
        }
    }

    synchronized Optional<CommandProgress> of(String commandId) {
        return Optional.ofNullable(ended.get(commandId));
    }
}
