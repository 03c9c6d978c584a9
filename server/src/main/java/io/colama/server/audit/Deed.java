package io.colama.server.audit;

/**
 * What an event tells beside who and when.
 *
 * @param action such as {@code machine.tag}
 * @param kind of what, such as {@code machine}
 * @param object its name
 * @param before how it was; empty when that says nothing
 * @param after how it is
 * @param reason that the actor gave; empty without one
 */
public record Deed(
        String action, String kind, String object, String before, String after, String reason) {

    /** Something that has no before and no after. */
    public static Deed of(String action, String kind, String object) {
        return new Deed(action, kind, object, "", "", "");
    }

    /** The same with how it was and is. */
    public Deed changing(String from, String to) {
        return new Deed(action, kind, object, from, to, reason);
    }
}
