package dev.minato.gallery;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The guide's gallery has a row for each protocol that is tested, with the programs and the codecs of the
/// test, and no other rows.
class GalleryTableTest {
    private static final Path PAGE = Path.of("../docs/guide/06-framing.md");
    private static final Path SOURCES = Path.of("src/test/java/dev/minato/gallery");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /// Where the source of a protocol begins.
    private static final Pattern BEGINNING = Pattern.compile("\\bboth\\(|\\balone\\(|private static Protocol ");

    /// The codecs in a source without spaces: what `codec(…)` is called on, and those that are codecs at once.
    private static final Pattern CODEC = Pattern.compile("((?:Text)?LengthCodec\\.[^;]*?)\\.codec\\("
            + "|(LineCodec\\.bytes\\(\\w+\\)(?:\\.crlf\\(\\))?)"
            + "|((?:FixedLength|Bytes)Codec\\.of\\(\\w+\\))"
            + "|(DelimiterCodec\\.of\\([^{]*\\{[^}]*\\}\\))");

    /// A row, without the spaces around its cells.
    record Row(String protocol, String senders, String codecs) {
        static Row of(String line) {
            String[] cells = line.split("\\|");
            return new Row(cells[1].strip(), cells[2].strip(), cells[3].strip());
        }
    }

    @Test
    void eachProtocolHasARowAndEachRowATest() throws IOException {
        assertThat(rows().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        ProtocolGalleryTest.protocols().map(Protocol::name).toList());
    }

    @Test
    void eachRowNamesTheProgramsThatSentTheBytes() throws IOException {
        var rows = rows();
        for (Protocol protocol : ProtocolGalleryTest.protocols().toList()) {
            String senders = protocol.allCaptures().stream()
                    .map(Capture::sender)
                    .distinct()
                    .collect(joining(", "));
            assertThat(rows.get(protocol.name()).senders()).as(protocol.name()).isEqualTo(senders);
        }
    }

    @Test
    void eachRowNamesTheCodecsOfTheTest() throws IOException {
        for (Row row : rows().values()) {
            Set<String> named = found(CODE, row.codecs());
            assertThat(named.stream().map(GalleryTableTest::withoutSpaces))
                    .as(row.protocol())
                    .containsExactlyInAnyOrderElementsOf(found(CODEC, source(row.protocol())));
        }
    }

    @Test
    void eachCaptureIsThatOfAProtocolInTheGallery() throws IOException {
        String page = Files.readString(PAGE);
        try (Stream<Path> files = Files.list(Capture.FOLDER)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".hex")).toList()) {
                var capture = Capture.read(file);
                assertThat(file.getFileName().toString()).startsWith(capture.protocol() + ".");
                assertThat(page).as(file.toString()).contains(capture.sender());
            }
        }
    }

    private static Map<String, Row> rows() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("| protocol | sent by | codec |");
        return page.substring(start, page.indexOf("\n\n", start))
                .lines()
                .skip(2)
                .map(Row::of)
                .collect(toMap(Row::protocol, row -> row));
    }

    /// What makes the protocol's entry in the gallery; the row before it ends where the next one begins.
    private static String source(String protocol) throws IOException {
        var parts = new TreeSet<String>();
        for (String file : List.of("BinaryProtocols", "SwitchingProtocols", "TextProtocols")) {
            String source = Files.readString(SOURCES.resolve(file + ".java"));
            BEGINNING
                    .splitAsStream(source)
                    .filter(part -> part.contains("\"" + protocol + "\","))
                    .forEach(parts::add);
        }
        assertThat(parts).as("sources of %s", protocol).hasSize(1);
        return withoutSpaces(parts.first()).replace("MAX", "max");
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s", "");
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(GalleryTableTest::firstGroup).collect(toCollection(TreeSet::new));
    }

    private static String firstGroup(MatchResult match) {
        for (int group = 1; group <= match.groupCount(); group++) {
            if (match.group(group) != null) {
                return match.group(group);
            }
        }
        throw new AssertionError(match.group());
    }
}
