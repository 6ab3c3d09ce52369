package dev.minato.cli;

import java.util.ArrayList;
import java.util.List;

/// A text table: rows under a heading, in columns as wide as needed; the last column wraps at 80 characters.
final class Table {
    private static final String GAP = "  ";
    private static final int TERMINAL = 80;

    /// The minimum width of the last column, however wide the others are.
    private static final int MIN_LAST = 20;

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heading) {
        rows.add(List.of(heading));
    }

    void add(String... row) {
        rows.add(List.of(row));
    }

    /// Returns whether there are no rows under the heading.
    boolean isEmpty() {
        return rows.size() == 1;
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (List<String> row : rows) {
            int start = text.length();
            for (int column = 0; column < row.size() - 1; column++) {
                String cell = row.get(column);
                text.append(cell)
                        .append(" ".repeat(width(column) - cell.length()))
                        .append(GAP);
            }
            appendWrapped(text, row.getLast(), text.length() - start);
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static void appendWrapped(StringBuilder text, String cell, int indent) {
        int room = Math.max(MIN_LAST, TERMINAL - indent);
        String rest = cell;
        while (rest.length() > room) {
            int space = rest.lastIndexOf(' ', room);
            int end = space > 0 ? space : Math.max(rest.indexOf(' '), 0);
            if (end == 0) {
                break;
            }
            text.append(rest, 0, end).append(System.lineSeparator()).append(" ".repeat(indent));
            rest = rest.substring(end + 1);
        }
        text.append(rest).append(System.lineSeparator());
    }
}
