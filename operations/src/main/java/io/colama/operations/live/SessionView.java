package io.colama.operations.live;

/**
 * A session, for people and programs.
 *
 * @param name its name
 * @param machine the machine that a check-in goes to
 * @param base the id of the revision that it began with
 * @param by who began it
 * @param created when, as in ISO 8601
 * @param inUse whether a process has it open
 * @param bytes what its files take, as far as that is known
 */
public record SessionView(
        String name,
        String machine,
        String base,
        String by,
        String created,
        boolean inUse,
        long bytes) {}
