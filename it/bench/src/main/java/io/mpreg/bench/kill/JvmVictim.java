package io.mpreg.bench.kill;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A plain JVM. Now and then it is killed while it is starting. */
final class JvmVictim implements Victim {

    private static final int EARLY_MS = 1_500;
    private static final int WORK_MS = 800;
    private static final int POLL_MS = 5;

    private final Path data;
    private final int earlyPercent;

    /**
     * @param earlyPercent how often it is killed while it is starting
     */
    JvmVictim(Path data, int earlyPercent) {
        this.data = data;
        this.earlyPercent = earlyPercent;
    }

    @Override
    public void live(Books books, Random random) throws Exception {
        Path said = data.resolveSibling("said.txt");
        Path errors = data.resolveSibling("errors.txt");
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx256m",
                                        "-XX:+UseSerialGC",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        ChildNode.class.getName(),
                                        data.toString(),
                                        Integer.toString(books.next()),
                                        Long.toString(random.nextLong())))
                        .redirectOutput(said.toFile())
                        .redirectError(errors.toFile())
                        .start();
        // What it says goes to a file: of a pipe, the rest could be lost with the process.
        try (InputStream in = new BufferedInputStream(Files.newInputStream(said))) {
            Lines lines = new Lines(in);
            if (random.nextInt(100) < earlyPercent) {
                process.waitFor(random.nextInt(EARLY_MS), TimeUnit.MILLISECONDS);
            } else {
                while (!books.isRecovered() && process.isAlive()) {
                    lines.read(books);
                    process.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
                }
                process.waitFor(random.nextInt(WORK_MS), TimeUnit.MILLISECONDS);
            }
            boolean ended = !process.isAlive();
            process.destroyForcibly();
            process.waitFor();
            lines.read(books);
            if (ended) {
                throw new IOException("the node ended by itself: " + Files.readString(errors));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** Reads a file that grows, whole lines at a time. */
    private static final class Lines {

        private final InputStream in;
        private final StringBuilder part = new StringBuilder();

        Lines(InputStream in) {
            this.in = in;
        }

        void read(Books books) throws IOException {
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n') {
                    understand(part.toString(), books);
                    part.setLength(0);
                } else {
                    part.append((char) c);
                }
            }
        }
    }

    private static void understand(String line, Books books) {
        if (line.equals("R")) {
            books.recovered();
            return;
        }
        int number = Integer.parseInt(line.substring(1));
        switch (line.charAt(0)) {
            case 'F' -> books.found(number);
            case 'S' -> books.sending(number);
            case 'C' -> books.confirmed(number);
            case 'A' -> books.acknowledging(number);
            case 'D' -> books.acknowledged(number);
            default -> throw new IllegalArgumentException(line);
        }
    }
}
