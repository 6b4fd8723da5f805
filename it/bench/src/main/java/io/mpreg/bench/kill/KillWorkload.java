package io.mpreg.bench.kill;

import io.mpreg.bench.Options;
import io.mpreg.bench.Workload;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.report.Series;
import io.mpreg.bench.server.Product;
import io.mpreg.bench.server.Servers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Kills a node at random moments while messages are sent and acknowledged, and starts it again over
 * its data. A killed process keeps what the operating system has of its files, so this does not
 * stand for a loss of power.
 */
public final class KillWorkload implements Workload {

    private static final String JVM = "jvm";
    private static final int EARLY_PERCENT = 15;

    private final Servers servers;

    public KillWorkload(Path root) {
        this.servers = new Servers(root);
    }

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        String on = options.settings().getOrDefault("on", "liberty");
        int rounds = options.number("rounds", options.flags().contains("--quick") ? 3 : 200);
        long seed = options.number("seed", 1);
        Path data = servers.fresh("kill").resolve("data");
        Victim victim =
                on.equals(JVM)
                        ? new JvmVictim(data, EARLY_PERCENT)
                        : new ServerVictim(servers, Product.of(on), data);
        Trial trial = new Trial(victim, new Random(seed));
        Series lost = new Series();
        Series returned = new Series();
        Series corrupt = new Series();
        Series judged = new Series();
        for (int round = 1; round <= rounds; round++) {
            Trial.Verdict verdict = trial.round();
            lost.add(verdict.lost());
            returned.add(verdict.returned() + verdict.unknown());
            corrupt.add(verdict.failure().isEmpty() ? 0 : 1);
            judged.add(verdict.recovered() ? 1 : 0);
            lines.progress("round " + round + " of " + rounds + ": " + verdict);
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("on", on);
        settings.put("seed", seed);
        settings.put("confirmed", trial.books().confirmations());
        settings.put("acknowledged", trial.books().acknowledgements());
        settings.put("startsJudged", (int) judged.sum());
        lines.result("confirmed_lost", lost, settings);
        lines.result("acknowledged_returned", returned, settings);
        lines.result("corrupt_starts", corrupt, settings);
        if (lost.max() + returned.max() + corrupt.max() > 0) {
            throw new IllegalStateException("the node did not keep what it had promised");
        }
    }
}
