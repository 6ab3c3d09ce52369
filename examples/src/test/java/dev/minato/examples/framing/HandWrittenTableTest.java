package dev.minato.examples.framing;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The guide's table of decoders by hand names those that are tested, and the programs that sent the bytes.
class HandWrittenTableTest {
    private static final Path PAGE = Path.of("../docs/guide/06-framing.md");
    private static final Pattern LINK = Pattern.compile("\\[(\\w+)\\]\\([^)]+/(\\w+)\\.java\\)");

    @Test
    void eachRowLinksToItsDecoder() throws IOException {
        var decoders = new TreeSet<String>();
        for (String row : rows()) {
            var link = LINK.matcher(row);
            assertThat(link.find()).as(row).isTrue();
            assertThat(link.group(1)).isEqualTo(link.group(2));
            decoders.add(link.group(1));
        }
        assertThat(decoders)
                .containsExactly("DBusMessages", "HttpChunks", "LdapMessages", "RespValues", "WebSocketFrames");
    }

    @Test
    void theProgramsAreThoseThatSentTheCapturesOfTheTest() throws IOException {
        var named = rows().stream().map(row -> row.split("\\|")[2].strip()).collect(toCollection(TreeSet::new));
        var sent = HandWrittenDecodersTest.captures()
                .map(capture -> capture.name().replaceFirst("\\..*", ""))
                .distinct()
                .map(HandWrittenTableTest::senders)
                .collect(toCollection(TreeSet::new));
        assertThat(named).isEqualTo(sent);
    }

    private static String senders(String protocol) {
        return Stream.of("client", "server")
                .map(side -> sender(Turns.file(protocol + "." + side)))
                .distinct()
                .collect(joining(", "));
    }

    private static String sender(Path capture) {
        String start = "# sent by: ";
        try (var lines = Files.lines(capture)) {
            return lines.filter(line -> line.startsWith(start))
                    .findFirst()
                    .orElseThrow()
                    .substring(start.length());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> rows() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("| protocol | sent by | decoder |");
        return page.substring(start, page.indexOf("\n\n", start))
                .lines()
                .skip(2)
                .toList();
    }
}
