package io.mpreg.bench.report;

import io.mpreg.wire.json.Json;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints results for programs to standard output and progress for people to standard error. */
public final class Lines {

    private static final double PRECISION = 1e4;

    private final PrintStream out;
    private final PrintStream progress;
    private final String workload;

    public Lines(PrintStream out, PrintStream progress, String workload) {
        this.out = out;
        this.progress = progress;
        this.workload = workload;
    }

    /** Says how far the measurement is. */
    public void progress(String text) {
        progress.println(workload + ": " + text);
    }

    /** Prints what was measured of MPREG. */
    public void result(String metric, Series series, Map<String, ?> settings) {
        result("mpreg", null, metric, series, settings);
    }

    /** Prints what was measured of a peer in the same run. */
    public void peer(String peer, String metric, Series series, Map<String, ?> settings) {
        result(peer, peer, metric, series, settings);
    }

    private void result(
            String subject, String peer, String metric, Series series, Map<String, ?> settings) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("workload", workload);
        line.put("subject", subject);
        line.put("peer", peer);
        line.put("metric", metric);
        spread(line, series);
        line.put("settings", settings);
        print("RESULT", line);
    }

    /**
     * Prints how MPREG compares with a peer, round by round.
     *
     * @param target what the median shall be
     */
    public void ratio(String metric, String peer, Series mpreg, Series other, double target) {
        ratio(metric, peer, mpreg, other, target, Map.of());
    }

    /** The same for one of several settings. */
    public void ratio(
            String metric,
            String peer,
            Series mpreg,
            Series other,
            double target,
            Map<String, ?> settings) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("workload", workload);
        line.put("metric", metric);
        line.put("peer", peer);
        spread(line, mpreg.over(other));
        line.put("target", target);
        if (!settings.isEmpty()) {
            line.put("settings", settings);
        }
        print("RATIO", line);
    }

    /** Says that a peer is not measured. */
    public void skipped(String peer, String reason) {
        out.println(peer + " skipped: " + reason);
        out.flush();
    }

    private static void spread(Map<String, Object> line, Series series) {
        line.put("median", rounded(series.median()));
        line.put("min", rounded(series.min()));
        line.put("max", rounded(series.max()));
        line.put("rounds", series.rounds());
    }

    private void print(String kind, Map<String, Object> line) {
        out.println(kind + " " + new String(Json.write(line), StandardCharsets.UTF_8));
        out.flush();
    }

    /** Four significant digits or more: enough to compare, not more than was measured. */
    private static double rounded(double value) {
        return Math.abs(value) >= PRECISION
                ? Math.rint(value)
                : Math.rint(value * PRECISION) / PRECISION;
    }
}
