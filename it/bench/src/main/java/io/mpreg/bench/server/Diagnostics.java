package io.mpreg.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks into another JVM by its diagnostic commands. */
public final class Diagnostics {

    private static final Pattern TOTAL = Pattern.compile("^Total\\s+\\d+\\s+(\\d+).*");

    private static final String TICKS_PER_SECOND = "sun.os.hrt.frequency";
    private static final Pattern COUNTER =
            Pattern.compile(
                    "(sun\\.gc\\.collector\\.\\d+\\.time|"
                            + TICKS_PER_SECOND.replace(".", "\\.")
                            + ")=(\\d+)");
    private static final double MILLIS = 1_000;

    private final long pid;

    public Diagnostics(long pid) {
        this.pid = pid;
    }

    /** The bytes of all objects that are alive after a full collection. */
    public long liveHeapBytes() throws IOException, InterruptedException {
        for (String line : jcmd("GC.class_histogram")) {
            Matcher matcher = TOTAL.matcher(line);
            if (matcher.matches()) {
                return Long.parseLong(matcher.group(1));
            }
        }
        throw new IOException("the class histogram of process " + pid + " has no total");
    }

    /** How much of the processors' time it has used. */
    public long processorNanos() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO)
                .toNanos();
    }

    /** For how long collections of garbage have stopped everything, in milliseconds. */
    public double pausedMillis() throws IOException, InterruptedException {
        double ticks = 0;
        double perSecond = 1;
        for (String line : jcmd("PerfCounter.print")) {
            Matcher matcher = COUNTER.matcher(line);
            if (matcher.matches()) {
                double value = Double.parseDouble(matcher.group(2));
                if (matcher.group(1).equals(TICKS_PER_SECOND)) {
                    perSecond = value;
                } else {
                    ticks += value;
                }
            }
        }
        return ticks * MILLIS / perSecond;
    }

    /** How many threads there are. */
    public long threads() throws IOException, InterruptedException {
        return jcmd("Thread.print").stream().filter(line -> line.startsWith("\"")).count();
    }

    /** The names of all threads. */
    public List<String> threadNames() throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (String line : jcmd("Thread.print")) {
            if (line.startsWith("\"")) {
                names.add(line.substring(1, line.indexOf('"', 1)));
            }
        }
        return names;
    }

    /**
     * By how many class loaders a class is loaded, after a full collection.
     *
     * @throws IOException if by none: the class has another name then
     */
    public long copiesOf(String className) throws IOException, InterruptedException {
        jcmd("GC.run");
        long copies =
                jcmd("VM.class_hierarchy", className).stream()
                        .filter(line -> line.contains("--" + className + "/"))
                        .count();
        if (copies == 0) {
            throw new IOException("process " + pid + " has loaded no class " + className);
        }
        return copies;
    }

    /** How many files and sockets are open; -1 where the system does not tell. */
    public long openFiles() throws IOException {
        Path open = Path.of("/proc", Long.toString(pid), "fd");
        if (!Files.isDirectory(open)) {
            return -1;
        }
        try (Stream<Path> files = Files.list(open)) {
            return files.count();
        }
    }

    private List<String> jcmd(String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        line.add(Long.toString(pid));
        line.addAll(List.of(command));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        List<String> output = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                output.add(text);
            }
        }
        if (process.waitFor() != 0) {
            throw new IOException(
                    "jcmd "
                            + String.join(" ", command)
                            + " failed on process "
                            + pid
                            + ": "
                            + output);
        }
        return output;
    }
}
