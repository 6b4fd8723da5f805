package io.mpreg.engine.journal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at the journal of a stopped node from the command line, and repairs it.
 *
 * <pre>
 * verify FOLDER            says whether everything is as it was written
 * print FOLDER [--limit N] lists the records, without their contents
 * repair FOLDER [--yes]    says what a repair would do; does it with --yes
 * </pre>
 *
 * <p>Exit codes: 0 all is well, or repaired; 1 damaged; 2 wrong arguments; 3 it cannot be looked
 * at.
 */
public final class JournalCommand {

    static final int WELL = 0;
    static final int DAMAGED = 1;
    static final int USAGE = 2;
    static final int UNREADABLE = 3;

    private final Disk disk;
    private final PrintStream out;

    JournalCommand(Disk disk, PrintStream out) {
        this.disk = disk;
        this.out = out;
    }

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    /** Runs a command; returns its exit code. */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        List<String> words = List.of(arguments);
        if (words.size() < 2) {
            return usage(err);
        }
        Path folder = Path.of(words.get(1));
        if (!Files.isDirectory(folder)) {
            err.println("There is no folder " + folder + ".");
            return UNREADABLE;
        }
        return new JournalCommand(new FolderDisk(folder), out)
                .run(err, words.get(0), words.subList(2, words.size()));
    }

    /** Runs a command with its options; returns its exit code. */
    int run(PrintStream err, String command, List<String> options) {
        long limit = limit(command, options);
        boolean yes = options.equals(List.of("--yes"));
        boolean known =
                switch (command) {
                    case "verify" -> options.isEmpty();
                    case "print" -> limit >= 0;
                    case "repair" -> options.isEmpty() || yes;
                    default -> false;
                };
        if (!known) {
            return usage(err);
        }
        try (Disk.Lock lock = disk.lock()) {
            if (lock == null) {
                err.println(Problem.locked(disk).getMessage());
                return UNREADABLE;
            }
            if (disk.list().stream().noneMatch(SegmentHeader::isSegment)) {
                err.println("There is no journal in " + disk.name() + ".");
                return UNREADABLE;
            }
            return switch (command) {
                case "verify" -> verify();
                case "print" -> print(limit);
                default -> repair(yes);
            };
        } catch (IOException e) {
            err.println(Problem.failed(disk, "reading it", e).getMessage());
            return UNREADABLE;
        }
    }

    private int verify() throws IOException {
        List<Segment> opened = new ArrayList<>();
        try {
            Survey survey = Survey.of(disk, opened);
            for (Segment segment : opened) {
                out.printf(
                        "%s  %,d bytes, records %,d, of them live %,d%n",
                        segment.name(),
                        segment.written - SegmentHeader.BYTES,
                        segment.records(),
                        segment.liveRecords());
            }
            if (survey != null && survey.tornBytes() > 0) {
                out.printf(
                        "%s at %d: %,d bytes behind the last good record were never confirmed;"
                                + " the next start drops them.%n",
                        survey.head().name(), survey.end(), survey.tornBytes());
            }
            out.println("The journal is as it was written.");
            return WELL;
        } catch (Damage e) {
            return tell(e);
        } finally {
            close(opened);
        }
    }

    private int print(long limit) throws IOException {
        List<Segment> opened = new ArrayList<>();
        try {
            int code = WELL;
            try {
                Survey.of(disk, opened);
            } catch (Damage e) {
                code = tell(e);
            }
            long left = limit;
            for (Segment segment : opened) {
                SegmentReader reader =
                        new SegmentReader(segment, SegmentReader.buffer(segment.capacity));
                while (left > 0 && reader.next()) {
                    out.println(segment.name() + " " + describe(segment, reader));
                    left--;
                }
            }
            return code;
        } finally {
            close(opened);
        }
    }

    private static String describe(Segment segment, SegmentReader reader) {
        String place = reader.offset() + " #" + reader.sequence();
        return switch (reader.kind()) {
            case Format.DATA ->
                    place
                            + " record of type "
                            + reader.type()
                            + ", first written as #"
                            + reader.extra()
                            + ", bytes "
                            + reader.length()
                            + (segment.lives(reader.offset()) ? ", live" : ", released or moved");
            case Format.RELEASE -> place + " release of " + targets(reader);
            case Format.MARK -> place + " mark: on stable storage up to #" + reader.extra();
            case Format.TRIM ->
                    place + " trim: the oldest is " + SegmentHeader.name(reader.extra());
            default -> place + " gap of " + reader.number() + " bytes, left by a repair";
        };
    }

    private static String targets(SegmentReader reader) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < reader.extra(); i++) {
            long target = reader.target(i);
            all.append(i == 0 ? "" : ", ")
                    .append(SegmentHeader.name(Journal.segment(target)))
                    .append(' ')
                    .append(Format.offset(target));
        }
        return all.isEmpty() ? "nothing" : all.toString();
    }

    private int repair(boolean yes) throws IOException {
        List<String> steps;
        try {
            steps = new Repair(new Overlay(disk), false).run();
            if (yes && !steps.isEmpty()) {
                steps = new Repair(disk, true).run();
            }
        } catch (Damage e) {
            tell(e);
            out.println("This cannot be repaired.");
            return e.newer() ? UNREADABLE : DAMAGED;
        }
        if (steps.isEmpty()) {
            out.println("The journal is as it was written; there is nothing to repair.");
            return WELL;
        }
        steps.forEach(out::println);
        if (yes) {
            out.println("Repaired. The files as they were end in .damaged.");
            return WELL;
        }
        out.println(
                "Nothing was changed yet. Records in the damaged places are lost; messages that"
                        + " were acknowledged there come back. To do this: repair "
                        + disk.name()
                        + " --yes");
        return DAMAGED;
    }

    private int tell(Damage damage) {
        out.println(damage.getMessage() + ".");
        return damage.newer() ? UNREADABLE : DAMAGED;
    }

    private static long limit(String command, List<String> options) {
        if (!command.equals("print") || options.isEmpty()) {
            return Long.MAX_VALUE;
        }
        boolean number =
                options.size() == 2
                        && options.get(0).equals("--limit")
                        && options.get(1).matches("[0-9]{1,18}");
        return number ? Long.parseLong(options.get(1)) : -1;
    }

    private static int usage(PrintStream err) {
        err.println(
                """
                Usage: java -cp mpreg-ejb.jar:mpreg-api.jar io.mpreg.engine.journal.JournalCommand COMMAND FOLDER
                  verify FOLDER             says whether everything is as it was written
                  print FOLDER [--limit N]  lists the records, without their contents
                  repair FOLDER [--yes]     says what a repair would do; does it with --yes
                The node of the folder must be stopped.\
                """);
        return USAGE;
    }

    private static void close(List<Segment> opened) throws IOException {
        for (Segment segment : opened) {
            segment.close();
        }
    }
}
