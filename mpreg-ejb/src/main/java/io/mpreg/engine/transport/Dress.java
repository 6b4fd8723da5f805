package io.mpreg.engine.transport;

/**
 * What the other end can undo.
 *
 * @param parts whether it puts long messages together
 * @param refers whether it knows messages that refer to the one before them
 * @param packFrom from how many bytes on it wants messages packed
 */
public record Dress(boolean parts, boolean refers, int packFrom) {

    /** Of one that has not said anything. */
    public static final Dress NONE = new Dress(false, false, Integer.MAX_VALUE);

    /** Whether anything is packed. */
    boolean packs() {
        return packFrom != Integer.MAX_VALUE;
    }
}
