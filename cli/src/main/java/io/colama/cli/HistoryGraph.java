package io.colama.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Draws history as text: one column for each line of history that is open, a star where a revision
 * is.
 *
 * <p>For every revision in the order of the list, children before parents: {@link #before} are the
 * rows in which columns that wait for it come together, {@link #row} is its own, {@link #after} the
 * rows in which it branches into further parents, or its column ends. A parent that came before its
 * child, because a clock was wrong, is left out.
 */
final class HistoryGraph {

    /** The revision that each column waits for. */
    private final List<String> columns = new ArrayList<>();

    private final Set<String> seen = new HashSet<>();
    private final List<String> pending = new ArrayList<>();
    private String beside = "";

    /** The rows above a revision. */
    List<String> before(String id) {
        List<String> rows = new ArrayList<>();
        int at = columns.indexOf(id);
        for (int j = columns.lastIndexOf(id); j > at; j = columns.lastIndexOf(id)) {
            rows.add(join(at, j));
            columns.remove(j);
        }
        return rows;
    }

    /** Column {@code j} runs into column {@code at} on its left; those right of it move left. */
    private String join(int at, int j) {
        char[] row = blank(columns.size());
        for (int c = 0; c < columns.size(); c++) {
            if (c < j) {
                row[2 * c] = '|';
            } else {
                row[2 * c - 1] = '/';
            }
        }
        for (int c = at + 1; c < j; c++) {
            row[2 * c - 1] = '_';
        }
        return text(row);
    }

    /** The row of a revision, without its text. */
    String row(String id, List<String> parents) {
        int at = columns.indexOf(id);
        if (at < 0) {
            at = columns.size();
            columns.add(id);
        }
        StringBuilder row = new StringBuilder();
        for (int c = 0; c < columns.size(); c++) {
            row.append(c == 0 ? "" : " ").append(c == at ? '*' : '|');
        }
        seen.add(id);
        List<String> open = parents.stream().filter(parent -> !seen.contains(parent)).toList();
        pending.clear();
        beside = row.toString().replace('*', open.isEmpty() ? ' ' : '|').stripTrailing();
        if (open.isEmpty()) {
            end(at);
        } else {
            columns.set(at, open.getFirst());
            for (int p = 1; p < open.size(); p++) {
                branch(at + p - 1, open.get(p));
            }
        }
        return row.toString();
    }

    /** Column {@code at} has no more: those right of it move left. */
    private void end(int at) {
        columns.remove(at);
        if (at < columns.size()) {
            char[] row = blank(columns.size() + 1);
            for (int c = 0; c <= columns.size(); c++) {
                if (c < at) {
                    row[2 * c] = '|';
                } else if (c > at) {
                    row[2 * c - 1] = '/';
                }
            }
            pending.add(text(row));
        }
    }

    /** A new column opens right of column {@code at}; those right of it move right. */
    private void branch(int at, String parent) {
        char[] row = blank(columns.size() + 1);
        for (int c = 0; c < columns.size(); c++) {
            row[2 * c + (c > at ? 1 : 0)] = c > at ? '\\' : '|';
        }
        row[2 * at + 1] = '\\';
        columns.add(at + 1, parent);
        pending.add(text(row));
    }

    /** What stands beside further lines of the last revision's text. */
    String beside() {
        return beside;
    }

    /** The rows below a revision. */
    List<String> after() {
        List<String> rows = List.copyOf(pending);
        pending.clear();
        return rows;
    }

    private static char[] blank(int columns) {
        char[] row = new char[2 * columns];
        Arrays.fill(row, ' ');
        return row;
    }

    private static String text(char[] row) {
        return new String(row).stripTrailing();
    }
}
