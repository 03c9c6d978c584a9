package io.colama.cli;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells in aligned columns, two blanks apart; the last column is as long as it is. */
final class Table {

    private final List<String[]> rows = new ArrayList<>();
    private final String right;

    /**
     * An empty table.
     *
     * @param right for each column {@code r} when its cells end at its right edge, else another
     *     letter
     */
    Table(String right) {
        this.right = right;
    }

    void row(String... cells) {
        rows.add(cells);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    List<String> lines() {
        int[] widths = new int[right.length()];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], Style.width(row[i]));
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String blanks = " ".repeat(widths[i] - Style.width(row[i]));
            if (widths[i] > 0) {
                line.append(line.isEmpty() ? "" : "  ");
                line.append(right.charAt(i) == 'r' ? blanks + row[i] : row[i] + blanks);
            }
        }
        return line.toString().stripTrailing();
    }
}
