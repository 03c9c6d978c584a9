package io.colama.guest.lvm;

import io.colama.block.ImageException;
import io.colama.guest.array.Joined;
import io.colama.guest.array.JoinedVolume;
import io.colama.guest.array.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The groups that physical volumes make up. */
public final class LvmGroups {

    private LvmGroups() {}

    /** The newest text of a group. */
    private record Newest(String name, LvmText.Section text, long number) {}

    /**
     * Makes all logical volumes of all groups.
     *
     * @throws IOException only when bytes cannot be had
     */
    public static Joined assemble(List<Member> members) throws IOException {
        Map<String, Member> byId = new HashMap<>();
        Map<String, Newest> groups = new LinkedHashMap<>();
        Map<String, String> damaged = new HashMap<>();
        for (Member member : members) {
            try {
                PhysicalVolume volume = PhysicalVolume.read(member.source());
                byId.putIfAbsent(volume.id(), member);
                for (LvmText.Section text : volume.metadata()) {
                    keepNewest(text, groups);
                }
            } catch (ImageException broken) {
                damaged.put(member.name(), String.valueOf(broken.getMessage()));
            }
        }
        List<JoinedVolume> found = new ArrayList<>();
        for (Newest group : groups.values()) {
            try {
                found.addAll(new VolumeGroup(group.name(), group.text(), byId).volumes());
            } catch (ImageException broken) {
                found.add(
                        JoinedVolume.closed(
                                group.name(),
                                List.of(),
                                "damaged:lvm2",
                                String.valueOf(broken.getMessage())));
            }
        }
        return new Joined(found, damaged);
    }

    private static void keepNewest(LvmText.Section text, Map<String, Newest> groups)
            throws ImageException {
        for (Map.Entry<String, LvmText.Value> entry : text.values().entrySet()) {
            if (entry.getValue() instanceof LvmText.Section group) {
                VolumeGroup.checkName(entry.getKey());
                String id = group.text("id");
                long number = group.number("seqno", Long.MAX_VALUE);
                @Nullable Newest before = groups.get(id);
                if (before == null || before.number() < number) {
                    groups.put(id, new Newest(entry.getKey(), group, number));
                }
            }
        }
    }
}
