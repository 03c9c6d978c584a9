package io.colama.guest.array;

import java.util.List;
import java.util.Map;

/**
 * What a manager made of its members.
 *
 * @param volumes in the order of its texts or of its members
 * @param damaged why members of these names cannot be used
 */
public record Joined(List<JoinedVolume> volumes, Map<String, String> damaged) {

    /** Copies both. */
    public Joined {
        volumes = List.copyOf(volumes);
        damaged = Map.copyOf(damaged);
    }
}
