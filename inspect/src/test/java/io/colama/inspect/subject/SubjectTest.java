package io.colama.inspect.subject;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.guest.file.Condition;
import io.colama.inspect.Subjects;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubjectTest {

    @Test
    void aFileIsBelievedNoFurtherThanItselfAndItsVolume() {
        Subject subject = Subjects.linux(Map.of("etc/hostname", "one\n"));
        assertThat(subject.origin("/etc/hostname").condition()).isEqualTo("clean");
        assertThat(subject.origin("/etc/hostname", Condition.CLEAN).condition()).isEqualTo("clean");
        assertThat(subject.origin("/etc/hostname", Condition.POSSIBLY_STALE).condition())
                .isEqualTo("possibly-stale");
    }

    @Test
    void ofAnUnknownVolumeOnlyTheFileIsBelieved() {
        Subject subject = new Subject(Subjects.windows(Map.of()), Map.of());
        assertThat(subject.origin("C:\\a").condition()).isEmpty();
        assertThat(subject.origin("C:\\a", Condition.REPLAYED).condition()).isEqualTo("replayed");
    }
}
