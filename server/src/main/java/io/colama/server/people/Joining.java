package io.colama.server.people;

import java.util.Optional;

/**
 * How those whom a provider knows become accounts here.
 *
 * @param newAccounts whether somebody who comes for the first time gets one
 * @param newGroups whether a group of theirs that is not here is made
 * @param groupPrefix what the names of their groups have before them here
 * @param administrators the group, as the provider calls it, whose members are administrators;
 *     empty when that is decided here
 */
public record Joining(
        boolean newAccounts,
        boolean newGroups,
        String groupPrefix,
        Optional<String> administrators) {}
