package dev.minato.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The guide's Java is that of the examples, or of modules that examples may not use and of their tests, which other
/// tests run; and its links lead somewhere.
class GuideTest {
    private static final Path ROOT = Path.of("..");
    private static final Path GUIDE = ROOT.resolve("docs/guide");
    private static final Path SOURCES = Path.of("src/main/java");
    private static final List<Path> OTHERS = List.of(
            ROOT.resolve("services/src/main/java"),
            ROOT.resolve("services/src/test/java"),
            ROOT.resolve("micrometer/src/test/java"));
    private static final Pattern RUN = Pattern.compile("examples/run (\\w+)");

    static List<Path> pages() throws IOException {
        try (var files = Files.list(GUIDE)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList();
        }
    }

    static Stream<Path> pagesAndReadme() throws IOException {
        return Stream.concat(pages().stream(), Stream.of(ROOT.resolve("README.md")));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void eachBlockOfJavaIsTheRegionThatItNames(Path page) throws IOException {
        for (Page.Block block : Page.read(page).javaBlocks()) {
            assertThat(block.file()).as("the source of: %s", block.code()).isNotEmpty();
            assertThat(block.code()).as("%s#%s", block.file(), block.region()).isEqualTo(region(block));
        }
    }

    @Test
    void thereIsJavaInIt() throws IOException {
        int blocks = 0;
        for (Path page : pages()) {
            blocks += Page.read(page).javaBlocks().size();
        }
        assertThat(blocks).isGreaterThan(30);
    }

    @Test
    void eachProgramThatItStartsExists() throws IOException {
        List<String> programs = programs();
        for (Path page : pages()) {
            for (String line : Page.read(page).lines()) {
                RUN.matcher(line).results().forEach(run -> assertThat(programs).contains(run.group(1)));
            }
        }
    }

    private static List<String> programs() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            return files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pagesAndReadme")
    void eachLinkLeadsSomewhere(Path page) throws IOException {
        for (String link : Page.read(page).links()) {
            if (!link.startsWith("http")) {
                checkLink(page, link);
            }
        }
    }

    private static void checkLink(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        assertThat(target).as("%s: %s", page, link).exists();
        if (parts.length > 1) {
            assertThat(Page.read(target).anchors()).as("%s: %s", page, link).contains(parts[1]);
        }
    }

    @Test
    void theIndexLeadsToEachPageAndTheReadmeToTheIndex() throws IOException {
        var names =
                pages().stream().map(page -> page.getFileName().toString()).filter(name -> !name.equals("README.md"));
        assertThat(Page.read(GUIDE.resolve("README.md")).links()).containsAll(names.toList());
        assertThat(Page.read(ROOT.resolve("README.md")).links()).contains("docs/guide/README.md");
    }

    private static Path source(String file) {
        return Stream.concat(Stream.of(SOURCES), OTHERS.stream())
                .map(folder -> folder.resolve(file))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " is nowhere"));
    }

    /// The lines between a region's marks, without those of regions in it and without the indent they share.
    private static String region(Page.Block block) throws IOException {
        var lines = new ArrayList<String>();
        int depth = 0;
        for (String line : Files.readAllLines(source(block.file()))) {
            String text = line.strip();
            if (text.startsWith("// @start") && (depth > 0 || text.endsWith("region=\"" + block.region() + "\""))) {
                depth++;
            } else if (text.equals("// @end")) {
                depth = Math.max(0, depth - 1);
            } else if (depth > 0) {
                lines.add(line);
            }
        }
        assertThat(lines).as("%s has a region %s", block.file(), block.region()).isNotEmpty();
        return String.join("\n", lines).stripIndent();
    }
}
