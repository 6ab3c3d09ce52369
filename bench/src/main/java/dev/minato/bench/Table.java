package dev.minato.bench;

import java.util.ArrayList;
import java.util.List;

/// A table in Markdown whose columns are aligned, so that it is read as well without a renderer. The first
/// column is text, the others are figures.
final class Table {
    /// What a cell says that has no figure.
    static final String NOTHING = "–";

    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> head) {
        rows.add(head);
    }

    void row(List<String> cells) {
        rows.add(cells);
    }

    /// Whether no cell holds a figure.
    boolean isEmpty() {
        return rows.stream().skip(1).allMatch(row -> row.stream().skip(1).allMatch(NOTHING::equals));
    }

    @Override
    public String toString() {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(Math.max(3, widths[i]), row.get(i).length());
            }
        }
        var text = new StringBuilder(line(rows.getFirst(), widths)).append(rule(widths));
        rows.stream().skip(1).forEach(row -> text.append(line(row, widths)));
        return text.toString();
    }

    private static String line(List<String> cells, int[] widths) {
        var line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            String space = " ".repeat(widths[i] - cells.get(i).length());
            line.append(' ')
                    .append(i == 0 ? cells.get(i) + space : space + cells.get(i))
                    .append(" |");
        }
        return line.append('\n').toString();
    }

    private static String rule(int[] widths) {
        var line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            line.append("-".repeat(widths[i] + 1)).append(i == 0 ? "-|" : ":|");
        }
        return line.append('\n').toString();
    }
}
