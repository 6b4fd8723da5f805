package io.mpreg.bench.kill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A plain JVM. Now and then it is killed while it is starting. */
final class JvmVictim implements Victim {

    private static final int EARLY_MS = 1_500;
    private static final int WORK_MS = 800;

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
                        .redirectError(errors.toFile())
                        .start();
        boolean early = random.nextInt(100) < earlyPercent;
        Thread reader = new Thread(() -> read(process, books), "victim");
        reader.start();
        try {
            if (early) {
                process.waitFor(random.nextInt(EARLY_MS), TimeUnit.MILLISECONDS);
            } else {
                awaitRecovery(books, process, errors);
                process.waitFor(random.nextInt(WORK_MS), TimeUnit.MILLISECONDS);
            }
            if (!process.isAlive()) {
                throw new IOException("the node ended by itself: " + Files.readString(errors));
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
            reader.join();
        }
    }

    private static void awaitRecovery(Books books, Process process, Path errors)
            throws IOException, InterruptedException {
        synchronized (books) {
            while (!books.isRecovered()) {
                if (!process.isAlive()) {
                    throw new IOException("the node did not start: " + Files.readString(errors));
                }
                books.wait(100);
            }
        }
    }

    private static void read(Process process, Books books) {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                process.getInputStream(), StandardCharsets.US_ASCII))) {
            String text = "";
            for (int c = lines.read(); c >= 0; c = lines.read()) {
                if (c == '\n') {
                    understand(text, books);
                    text = "";
                } else {
                    text += (char) c;
                }
            }
            // What is left is half a line, in which the process was killed.
        } catch (IOException e) {
            return; // the process was killed: what it said before has been read
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
