package dev.minato.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A page of Markdown, taken apart as far as the tests of the documentation need it.
record Page(Path path, List<String> lines) {
    private static final String FENCE = "```";
    private static final Pattern SOURCE = Pattern.compile("<!-- (\\S+\\.java)#(\\S+) -->");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");

    /// A block of Java, and the comment before it that says where it is from.
    ///
    /// @param file below the sources of the examples; empty if the comment is missing
    record Block(String file, String region, String code) {}

    static Page read(Path path) throws IOException {
        return new Page(path, Files.readAllLines(path));
    }

    List<Block> javaBlocks() {
        var blocks = new ArrayList<Block>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals(FENCE + "java")) {
                var rest = lines.subList(i + 1, lines.size());
                blocks.add(block(i == 0 ? "" : lines.get(i - 1), rest.subList(0, rest.indexOf(FENCE))));
            }
        }
        return blocks;
    }

    private static Block block(String before, List<String> code) {
        var source = SOURCE.matcher(before);
        String text = String.join("\n", code);
        return source.matches() ? new Block(source.group(1), source.group(2), text) : new Block("", "", text);
    }

    /// What links lead to, as it is written; blocks of code have none.
    List<String> links() {
        return prose().stream()
                .flatMap(line -> LINK.matcher(line).results())
                .map((MatchResult link) -> link.group(1))
                .toList();
    }

    /// What a link may name behind its `#`.
    List<String> anchors() {
        return prose().stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
                .toList();
    }

    private List<String> prose() {
        var prose = new ArrayList<String>();
        boolean code = false;
        for (String line : lines) {
            if (line.startsWith(FENCE)) {
                code = !code;
            } else if (!code) {
                prose.add(line);
            }
        }
        return prose;
    }
}
