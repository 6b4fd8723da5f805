package io.mpreg.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk in memory that can stop at any operation, and then has forgotten any part of what was not
 * forced: whole writes, or sectors of them, in any order. It can run full and fail, too.
 */
final class SimDisk implements Disk {

    private static final int SECTOR = 512;

    private final Map<String, Node> names;
    private final List<Map<String, Node>> unforcedNames = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private boolean locked;
    private long operations;
    private long reads;
    private long bytesRead;
    private long crashAt = Long.MAX_VALUE;
    private long failAt = Long.MAX_VALUE;
    private long capacity = Long.MAX_VALUE;

    SimDisk() {
        this(new TreeMap<>());
    }

    private SimDisk(Map<String, Node> names) {
        this.names = names;
        unforcedNames.add(new TreeMap<>(names));
    }

    /** Stops before the operation of that number, and does nothing from then on. */
    void crashAt(long operation) {
        crashAt = operation;
    }

    /** Lets one operation fail. */
    void failAt(long operation) {
        failAt = operation;
    }

    /** Has room for that many bytes. */
    void capacity(long bytes) {
        capacity = bytes;
    }

    /** How many operations changed something. */
    long operations() {
        return operations;
    }

    /** How often something was read. */
    long reads() {
        return reads;
    }

    /** How many bytes were read. */
    long bytesRead() {
        return bytesRead;
    }

    boolean crashed() {
        return operations >= crashAt;
    }

    List<String> trace() {
        return trace;
    }

    /** What is there after a loss of power. */
    SimDisk afterPowerLoss(Random random) {
        Map<String, Node> left = unforcedNames.get(random.nextInt(unforcedNames.size()));
        int mood = random.nextInt(4);
        Map<String, Node> survived = new TreeMap<>();
        left.forEach((name, node) -> survived.put(name, node.afterPowerLoss(random, mood)));
        return new SimDisk(survived);
    }

    /** What is there after the process was killed; what was not forced still is not. */
    SimDisk afterKill() {
        SimDisk after = new SimDisk(names);
        after.unforcedNames.clear();
        after.unforcedNames.addAll(unforcedNames);
        return after;
    }

    /** The same again, independent of this one. */
    SimDisk copy() {
        Map<String, Node> copies = new TreeMap<>();
        names.forEach((name, node) -> copies.put(name, new Node(node.current.clone())));
        return new SimDisk(copies);
    }

    /** The bytes of a file, to be damaged. */
    byte[] bytes(String file) {
        return names.get(file).current;
    }

    void replace(String file, byte[] bytes) {
        names.put(file, new Node(bytes));
        unforcedNames.set(unforcedNames.size() - 1, new TreeMap<>(names));
    }

    void remove(String file) {
        names.remove(file);
        unforcedNames.clear();
        unforcedNames.add(new TreeMap<>(names));
    }

    @Override
    public String name() {
        return "sim";
    }

    @Override
    public Lock lock() {
        if (locked) {
            return null;
        }
        locked = true;
        return () -> locked = false;
    }

    /** The names of all files. */
    List<String> files() {
        return List.copyOf(names.keySet());
    }

    @Override
    public List<String> list() {
        return List.copyOf(names.keySet());
    }

    @Override
    public DiskFile open(String file) throws IOException {
        return new SimFile(file, node(file));
    }

    @Override
    public DiskFile allocate(String file, long bytes) throws IOException {
        step("allocate " + file);
        if (free() < bytes) {
            throw new IOException("No space left on device");
        }
        Node node = new Node(new byte[(int) bytes]);
        names.put(file, node);
        unforcedNames.add(new TreeMap<>(names));
        return new SimFile(file, node);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        step("rename " + from + " " + to);
        if (names.containsKey(to)) {
            throw new IOException(to + " is there");
        }
        names.put(to, node(from));
        names.remove(from);
        unforcedNames.add(new TreeMap<>(names));
    }

    @Override
    public void delete(String file) throws IOException {
        step("delete " + file);
        names.remove(file);
        unforcedNames.add(new TreeMap<>(names));
    }

    @Override
    public void forceNames() throws IOException {
        step("force names");
        unforcedNames.clear();
        unforcedNames.add(new TreeMap<>(names));
    }

    @Override
    public long free() {
        return capacity - names.values().stream().mapToLong(node -> node.current.length).sum();
    }

    private Node node(String file) throws IOException {
        Node node = names.get(file);
        if (node == null) {
            throw new IOException("no file " + file);
        }
        return node;
    }

    private void step(String what) throws IOException {
        if (operations >= crashAt) {
            throw new IOException("the power is off");
        }
        trace.add(what);
        if (operations++ == failAt) {
            throw new IOException("Input/output error");
        }
    }

    private record Write(int offset, byte[] bytes) {}

    private static final class Node {
        private byte[] forced;
        private byte[] current;
        private final List<Write> unforced = new ArrayList<>();

        Node(byte[] bytes) {
            forced = bytes.clone();
            current = bytes;
        }

        Node afterPowerLoss(Random random, int mood) {
            byte[] left = forced.clone();
            for (Write write : unforced) {
                int fate = mood < 3 ? mood : random.nextInt(3);
                for (int at = 0; at < write.bytes.length; ) {
                    int next = Math.min(write.bytes.length, sectorEnd(write.offset + at, at));
                    if (fate == 0 || fate == 1 && random.nextBoolean()) {
                        System.arraycopy(write.bytes, at, left, write.offset + at, next - at);
                    }
                    at = next;
                }
            }
            return new Node(left);
        }

        private static int sectorEnd(int place, int at) {
            return at + SECTOR - place % SECTOR;
        }
    }

    private final class SimFile implements DiskFile {
        private final String name;
        private final Node node;

        SimFile(String name, Node node) {
            this.name = name;
            this.node = node;
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            if (crashed()) {
                throw new IOException("the power is off");
            }
            int bytes = (int) Math.max(0, Math.min(into.remaining(), size() - offset));
            into.put(node.current, (int) Math.min(offset, size()), bytes);
            reads++;
            bytesRead += bytes;
            return bytes;
        }

        @Override
        public void write(ByteBuffer from, long offset) throws IOException {
            step("write " + name + " " + offset + " " + from.remaining());
            byte[] bytes = new byte[from.remaining()];
            from.get(bytes);
            if (offset + bytes.length > node.current.length) {
                node.current = Arrays.copyOf(node.current, (int) offset + bytes.length);
                node.forced = Arrays.copyOf(node.forced, node.current.length);
            }
            System.arraycopy(bytes, 0, node.current, (int) offset, bytes.length);
            node.unforced.add(new Write((int) offset, bytes));
        }

        @Override
        public void force() throws IOException {
            step("force " + name);
            node.forced = node.current.clone();
            node.unforced.clear();
        }

        @Override
        public long size() {
            return node.current.length;
        }

        @Override
        public void close() {}
    }
}
