package io.mpreg.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words of a command line.
 *
 * @param words what is no option
 * @param values options with a value, such as {@code --on liberty}
 * @param flags options without one
 * @param settings what came as {@code --set key=value}
 */
public record Options(
        List<String> words,
        Map<String, String> values,
        Set<String> flags,
        Map<String, String> settings) {

    /**
     * Reads a command line.
     *
     * @param valued the options that take a value
     * @param plain the options that do not
     * @throws UsageException for any other option
     */
    public static Options parse(List<String> args, Set<String> valued, Set<String> plain) {
        List<String> words = new ArrayList<>();
        Map<String, String> values = new LinkedHashMap<>();
        Set<String> flags = new java.util.LinkedHashSet<>();
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (!arg.startsWith("--")) {
                words.add(arg);
            } else if (plain.contains(arg)) {
                flags.add(arg);
            } else if (arg.equals("--set") || valued.contains(arg)) {
                if (++i == args.size()) {
                    throw new UsageException(arg + " needs a value after it");
                }
                if (arg.equals("--set")) {
                    setting(args.get(i), settings);
                } else {
                    values.put(arg, args.get(i));
                }
            } else {
                throw new UsageException("unknown option " + arg);
            }
        }
        return new Options(words, values, flags, settings);
    }

    private static void setting(String text, Map<String, String> settings) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new UsageException("--set takes key=value, not '" + text + "'");
        }
        settings.put(text.substring(0, equals), text.substring(equals + 1));
    }

    /** The value of an option, if it was given. */
    public Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }

    /** Whether a peer is to be measured: {@code --peers all|none|name,...}; all unless said. */
    public boolean measures(String peer) {
        String peers = values.getOrDefault("--peers", "all");
        return peers.equals("all") || List.of(peers.split(",")).contains(peer);
    }

    /** A setting that is a whole number. */
    public int number(String setting, int otherwise) {
        String text = settings.get(setting);
        if (text == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new UsageException("--set " + setting + " takes a number, not '" + text + "'");
        }
    }
}
