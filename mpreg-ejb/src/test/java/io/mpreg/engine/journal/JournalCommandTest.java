package io.mpreg.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.VirtualTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a folder of the real disk. */
@ExtendWith(Quiet.class)
class JournalCommandTest {

    private static final String FIRST = SegmentHeader.name(1);

    @TempDir private Path folder;
    private String said = "";

    @Test
    void verifiesPrintsAndLeavesAWholeJournalAlone() {
        write(open());
        assertThat(run("verify")).isZero();
        assertThat(said).contains(FIRST).contains("live 2").contains("as it was written");
        assertThat(run("print")).isZero();
        assertThat(said)
                .contains("#1 record of type 5")
                .contains("released or moved")
                .contains("release of " + FIRST + " 4128")
                .contains("mark: on stable storage");
        assertThat(run("print", "--limit", "1")).isZero();
        assertThat(said.lines()).hasSize(1);
        assertThat(run("repair", "--yes")).isZero();
        assertThat(said).contains("nothing to repair");
    }

    @Test
    void describesConfirmsAndRepairs() throws IOException {
        write(open());
        flip(FIRST, 4128 + 40);

        assertThat(run("verify")).isEqualTo(1);
        assertThat(said).contains(FIRST + " at 4128");
        assertThat(run("repair")).isEqualTo(1);
        assertThat(said).contains("64 bytes from 4128 on are skipped").contains("--yes");
        assertThat(folder.resolve(FIRST + ".damaged")).doesNotExist();
        assertThat(run("repair", "--yes")).isZero();
        assertThat(said).contains("Repaired");
        assertThat(folder.resolve(FIRST + ".damaged")).exists();
        assertThat(run("verify")).isZero();
        assertThat(run("print")).isZero();
        assertThat(said).contains("gap of 64 bytes");

        List<Integer> types = new ArrayList<>();
        open(entry -> types.add(entry.type())).close();
        assertThat(types).containsExactly(6, 7);
    }

    @Test
    void bringsBackAMissingSegmentWithoutItsRecords() throws IOException {
        write(open());
        Files.delete(folder.resolve(FIRST));
        assertThat(run("verify")).isEqualTo(1);
        assertThat(said).contains(FIRST).contains("missing");
        assertThat(run("repair", "--yes")).isZero();
        assertThat(run("verify")).isZero();
        open().close();
    }

    @Test
    void saysWhatItCannotDo() throws IOException {
        assertThat(run("verify")).isEqualTo(3);
        assertThat(said).contains("no journal");
        try (Journal journal = open()) {
            assertThat(journal.status().state()).isEqualTo(JournalState.OK);
            assertThat(run("verify")).isEqualTo(3);
            assertThat(said).contains("uses the journal");
        }
        assertThat(run("verify", "--fast")).isEqualTo(2);
        assertThat(run("print", "--limit", "x")).isEqualTo(2);
        assertThat(run("delete")).isEqualTo(2);
        assertThat(said).contains("Usage");
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true);
        assertThat(JournalCommand.run(out, out)).isEqualTo(2);
        assertThat(JournalCommand.run(out, out, "verify", folder + "/none")).isEqualTo(3);
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private int run(String command, String... options) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(text, true);
        List<String> words = new ArrayList<>(List.of(command, folder.toString()));
        words.addAll(List.of(options));
        int code = JournalCommand.run(out, out, words.toArray(String[]::new));
        said = text.toString();
        return code;
    }

    private void flip(String file, long at) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        folder.resolve(file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 1));
            channel.write(one.flip(), at);
        }
    }

    private static void write(Journal journal) {
        try (journal) {
            long dead = 0;
            for (int type = 5; type < 8; type++) {
                long position =
                        journal.append(type, new byte[4], new byte[8], Level.DISK, Done.IGNORED);
                dead = type == 5 ? position : dead;
                journal.drive();
            }
            journal.release(new long[] {dead}, Level.DISK, Done.IGNORED);
        }
    }

    private Journal open() {
        return open(entry -> {});
    }

    private Journal open(Replay replay) {
        VirtualTime time = new VirtualTime();
        Platform platform = new Platform(time, time, Runnable::run, Thread::new);
        return Journal.open(folder, Model.SMALL, platform, replay, Relocation.NONE);
    }
}
