package io.colama.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.colama.store.Hash;
import io.colama.testkit.Mutants;
import io.colama.testkit.Seed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records with some bytes changed, cut or added. */
final class RecordMutationTest {

    private static final Seed SEED = Seed.of(314_159);
    private static final int MUTANTS = 4_000;
    private static final Hash HASH = new Hash(1, 2, 3, 4);

    @ParameterizedTest
    @EnumSource
    @Timeout(50)
    void everyMutantIsReadOrSaysWhyNot(HostileRecord format) {
        List<byte[]> seeds = format.seeds();
        for (byte[] original : seeds) {
            assertThat(format.read(original)).as("a sound %s", format).isTrue();
        }
        int sound = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = Mutants.of(seeds.get(i % seeds.size()), SEED.part(i).random());
            boolean[] whole = new boolean[1];
            assertThatCode(() -> whole[0] = format.read(mutant))
                    .as("mutant %d of a %s, %s", i, format, SEED)
                    .doesNotThrowAnyException();
            sound += whole[0] ? 1 : 0;
        }
        assertThat(sound).as("mutants that still read").isBetween(MUTANTS / 50, MUTANTS - 1);
    }

    @Test
    void aRevisionWithTwoDisksOfOneNameIsDamaged() {
        RecordWriter out = new RecordWriter().u64(0x434f_4c41_5245_5631L).u32(0).u32(2);
        out.text("disk0").u64(1).hash(HASH).text("disk0").u64(1).hash(HASH).u8(0);
        out.text("ana").time(Instant.EPOCH).text("").text("web").text("");
        assertThat(HostileRecord.REVISION.read(out.toBytes())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 56) + 1})
    void aRevisionWithADiskOfImpossibleSizeIsDamaged(long size) {
        RecordWriter out = new RecordWriter().u64(0x434f_4c41_5245_5631L).u32(0).u32(1);
        out.text("disk0").u64(size).hash(HASH).u8(0);
        out.text("ana").time(Instant.EPOCH).text("").text("web").text("");
        assertThat(HostileRecord.REVISION.read(out.toBytes())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/x", "/x", "a/b", "a\0b", ""})
    void aRevisionWithADiskWhoseNameLeadsElsewhereIsDamaged(String name) {
        RecordWriter out = new RecordWriter().u64(0x434f_4c41_5245_5631L).u32(0).u32(1);
        out.text(name).u64(1).hash(HASH).u8(0);
        out.text("ana").time(Instant.EPOCH).text("").text("web").text("");
        assertThat(HostileRecord.REVISION.read(out.toBytes())).isFalse();
    }

    @Test
    void aWorkingCopyThatIsNotTextIsDamaged() {
        byte[] text = HostileRecord.WORKING_COPY.seeds().getFirst();
        text[10] = (byte) 0xff;
        assertThat(HostileRecord.WORKING_COPY.read(text)).isFalse();
    }

    @Test
    void aWorkingCopyWithANameThatNoFileHasIsDamaged() {
        String text =
                new String(
                        HostileRecord.WORKING_COPY.seeds().getFirst(), StandardCharsets.US_ASCII);
        for (String name : List.of("a\\u0000b", "..", ".colama", "a\\u002fb", "\\ud800")) {
            byte[] hostile = text.replace("disk0.raw", name).getBytes(StandardCharsets.US_ASCII);
            assertThat(HostileRecord.WORKING_COPY.read(hostile)).as(name).isFalse();
        }
    }
}
