package io.colama.guest.md;

import io.colama.block.BlockSource;
import io.colama.block.ImageException;
import io.colama.guest.array.Joined;
import io.colama.guest.array.JoinedVolume;
import io.colama.guest.array.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The arrays that members make up. */
public final class MdArrays {

    private MdArrays() {}

    /** Where the superblock of a member lies; empty for what is no member. */
    public static OptionalLong superblockAt(BlockSource volume) throws IOException {
        try {
            return OptionalLong.of(Superblock.read(volume).at());
        } catch (ImageException none) {
            return OptionalLong.empty();
        }
    }

    /**
     * Makes all arrays.
     *
     * @throws IOException only when bytes cannot be had
     */
    public static Joined assemble(List<Member> members) throws IOException {
        Map<String, List<MdArray.Piece>> sets = new LinkedHashMap<>();
        Map<String, String> damaged = new HashMap<>();
        for (Member member : members) {
            try {
                Superblock superblock = Superblock.read(member.source());
                sets.computeIfAbsent(superblock.set(), set -> new ArrayList<>())
                        .add(new MdArray.Piece(member, superblock));
            } catch (ImageException broken) {
                damaged.put(member.name(), String.valueOf(broken.getMessage()));
            }
        }
        Set<String> names = new HashSet<>();
        List<JoinedVolume> found = new ArrayList<>();
        for (Map.Entry<String, List<MdArray.Piece>> set : sets.entrySet()) {
            MdArray array = new MdArray(set.getValue());
            String name = array.name();
            boolean usable = name.matches("[A-Za-z0-9._-]{1,32}") && names.add(name);
            found.add(array.join(usable ? name : set.getKey()));
        }
        return new Joined(found, damaged);
    }
}
