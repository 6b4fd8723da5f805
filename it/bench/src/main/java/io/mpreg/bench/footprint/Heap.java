package io.mpreg.bench.footprint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The live heap of another JVM, by the diagnostic command that counts its objects. */
final class Heap {

    private static final Pattern TOTAL = Pattern.compile("^Total\\s+\\d+\\s+(\\d+).*");

    private Heap() {}

    /** The bytes of all objects that are alive after a full collection. */
    static long liveBytes(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process =
                new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                        .redirectErrorStream(true)
                        .start();
        long total = -1;
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher matcher = TOTAL.matcher(line);
                if (matcher.matches()) {
                    total = Long.parseLong(matcher.group(1));
                }
            }
        }
        if (process.waitFor() != 0 || total < 0) {
            throw new IOException("jcmd could not count the objects of process " + pid);
        }
        return total;
    }
}
