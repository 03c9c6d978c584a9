package io.colama.inspect.diff;

/**
 * One difference.
 *
 * @param part what kind of thing it is: {@code package}, {@code service}, {@code file}…
 * @param change a word: added, removed or changed; of versions also upgraded or downgraded
 * @param name which one
 * @param before what was; empty for what was added
 * @param after what is; empty for what was removed
 */
public record Change(String part, String change, String name, String before, String after) {

    /** Something that was not there. */
    public static Change added(String part, String name, String after) {
        return new Change(part, "added", name, "", after);
    }

    /** Something that is not there any more. */
    public static Change removed(String part, String name, String before) {
        return new Change(part, "removed", name, before, "");
    }

    /** Something that is there and different. */
    public static Change changed(String part, String name, String before, String after) {
        return new Change(part, "changed", name, before, after);
    }
}
