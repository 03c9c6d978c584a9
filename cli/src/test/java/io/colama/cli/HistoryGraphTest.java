package io.colama.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryGraphTest {

    /** Draws revisions given as {@code id parent parent}. */
    private static List<String> draw(String... revisions) {
        HistoryGraph graph = new HistoryGraph();
        List<String> rows = new ArrayList<>();
        for (String revision : revisions) {
            List<String> words = List.of(revision.split(" "));
            rows.addAll(graph.before(words.getFirst()));
            rows.add(
                    graph.row(words.getFirst(), words.subList(1, words.size()))
                            + " "
                            + words.getFirst());
            rows.addAll(graph.after());
        }
        return rows;
    }

    @Test
    void oneLineIsAColumnOfStars() {
        assertThat(draw("c b", "b a", "a")).containsExactly("* c", "* b", "* a");
    }

    @Test
    void twoHeadsComeTogetherAtTheRevisionTheyShare() {
        assertThat(draw("c a", "b a", "a")).containsExactly("* c", "| * b", "|/", "* a");
    }

    @Test
    void threeHeadsOneOfThemFarAway() {
        assertThat(draw("d a", "c b", "b2 a", "b a", "a"))
                .containsExactly("* d", "| * c", "| | * b2", "| * | b", "|_|/", "|/", "* a");
    }

    @Test
    void aRevisionWithTwoParentsBranches() {
        assertThat(draw("m a b", "b r", "a r", "r"))
                .containsExactly("* m", "|\\", "| * b", "* | a", "|/", "* r");
    }

    @Test
    void separateHistoriesStayApart() {
        assertThat(draw("b a", "y x", "a", "x"))
                .containsExactly("* b", "| * y", "* | a", " /", "* x");
    }

    @Test
    void aParentThatCameBeforeItsChildIsLeftOut() {
        assertThat(draw("a", "b a", "c b")).containsExactly("* a", "* b", "* c");
    }
}
