package io.colama.server.access;

import java.util.Optional;

/**
 * Whose a machine is.
 *
 * @param creator the name of the account that made it, as it was
 * @param ownerId of the account that it belongs to
 * @param groupId of its group
 * @param version counts changes, from 1
 */
public record MachineAccess(
        String machine,
        String creator,
        Optional<String> ownerId,
        Optional<String> groupId,
        Visibility visibility,
        long version) {}
