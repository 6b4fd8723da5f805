package io.mpreg.bench.kill;

import io.mpreg.bench.queue.EngineNode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process with a node and its client, to be killed. It says on standard output what it does, a
 * line each, at once.
 */
public final class ChildNode {

    private ChildNode() {}

    public static void main(String[] args) throws Exception {
        EngineNode node = new EngineNode(Path.of(args[0]));
        int first = Integer.parseInt(args[1]);
        Life life = new Life(node.queues("bench"), new Speaker(), first, Long.parseLong(args[2]));
        life.recover();
        life.work();
    }

    private static final class Speaker implements Witness {

        private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

        @Override
        public void recovered() {
            say("R\n");
        }

        @Override
        public void found(int number) {
            say("F" + number + "\n");
        }

        @Override
        public void sending(int number) {
            say("S" + number + "\n");
        }

        @Override
        public void confirmed(int number) {
            say("C" + number + "\n");
        }

        @Override
        public void acknowledging(int number) {
            say("A" + number + "\n");
        }

        @Override
        public void acknowledged(int number) {
            say("D" + number + "\n");
        }

        private synchronized void say(String line) {
            try {
                out.write(line.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
