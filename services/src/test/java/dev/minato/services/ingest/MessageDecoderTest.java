package dev.minato.services.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/// Messages of a stream are told apart by their first bytes, however the stream is split.
class MessageDecoderTest {
    private static final String LONGEST = "m".repeat(MessageDecoder.MAX_MESSAGE);

    static final List<Arguments> STREAMS = List.of(
            Arguments.of("a:1|c\nb 1 2\r\n", List.of("METRIC a:1|c", "METRIC b 1 2")),
            Arguments.of("\n\r\n\n\r\r\na:1|c\n\r\n", List.of("METRIC \r", "METRIC a:1|c")),
            Arguments.of("<13>a\r\n<14>b\n", List.of("SYSLOG <13>a", "SYSLOG <14>b")),
            Arguments.of("5 <13>a6 <13>b\n", List.of("SYSLOG <13>a", "SYSLOG <13>b\n")),
            // An LF that is not counted.
            Arguments.of("5 <13>a\n5 <13>b\n", List.of("SYSLOG <13>a", "SYSLOG <13>b")),
            // One that is.
            Arguments.of("6 <13>a\n7 <13>b\n\n", List.of("SYSLOG <13>a\n", "SYSLOG <13>b\n\n")),
            Arguments.of("5min 1 2\n5 1 2\n", List.of("METRIC 5min 1 2", "METRIC 5 1 2")),
            Arguments.of("05 <13>a\n", List.of("METRIC 05 <13>a")),
            Arguments.of("12345678901 <13>\n", List.of("METRIC 12345678901 <13>")),
            Arguments.of(
                    "<13>a\na:1|c\n5 <13>a<13>b\n",
                    List.of("SYSLOG <13>a", "METRIC a:1|c", "SYSLOG <13>a", "SYSLOG <13>b")),
            Arguments.of("a:1|c\na:1", List.of("METRIC a:1|c", "INCOMPLETE a:1")),
            Arguments.of("9 <13>a", List.of("INCOMPLETE 9 <13>a")),
            Arguments.of("12", List.of("INCOMPLETE 12")),
            Arguments.of("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\na:1|c\n", List.of("HTTP GET /metrics HTTP/1.1")),
            Arguments.of("POST /x HTTP/1.1\n\na:1|c\n", List.of("HTTP POST /x HTTP/1.1")),
            Arguments.of("GET /metrics HTTP/1.1\r\nHost", List.of("INCOMPLETE GET /metrics HTTP/1.1\r\nHost")),
            Arguments.of("a:1|c\nGET /x 1\n", List.of("METRIC a:1|c", "METRIC GET /x 1")),
            Arguments.of("GET 1 2\n", List.of("METRIC GET 1 2")),
            Arguments.of("GET /" + LONGEST + "\n\n\n", List.of("TOO_LONG ")),
            Arguments.of("GET /\n" + LONGEST + "\n\n\n", List.of("HTTP ")),
            Arguments.of(LONGEST + "\r\n" + LONGEST + "\n", List.of("METRIC " + LONGEST, "METRIC " + LONGEST)),
            Arguments.of(LONGEST + "m\r\na:1|c\n", List.of("TOO_LONG ", "METRIC a:1|c")),
            Arguments.of(LONGEST + "mmm\na:1|c\n", List.of("TOO_LONG ", "METRIC a:1|c")),
            Arguments.of(LONGEST + LONGEST, List.of("TOO_LONG ")),
            Arguments.of("8193 <" + LONGEST + "a:1|c\n", List.of("TOO_LONG ", "METRIC a:1|c")),
            Arguments.of(
                    "8192 <" + LONGEST.substring(1) + "a:1|c\n",
                    List.of("SYSLOG <" + LONGEST.substring(1), "METRIC a:1|c")),
            Arguments.of("9999999999 <13>", List.of("TOO_LONG ")));

    @ParameterizedTest
    @FieldSource("STREAMS")
    void messagesAreToldApartHoweverTheStreamIsSplit(String stream, List<String> messages) {
        byte[] bytes = stream.getBytes(ISO_8859_1);
        var shown = messages.stream()
                .map(each -> each.startsWith("TOO_LONG") ? "TOO_LONG" : each)
                .toList();
        int step = Math.max(1, bytes.length / 600);
        for (int first = 0; first <= bytes.length; first += step) {
            assertThat(shown(Messages.inTwo(bytes, first)))
                    .as("split at %s", first)
                    .isEqualTo(shown);
        }
        assertThat(shown(Messages.of(bytes, 1))).as("byte by byte").isEqualTo(shown);
    }

    /// What is viewed of a message that is too long does not matter.
    private static List<String> shown(List<String> messages) {
        return messages.stream()
                .map(each -> each.startsWith("TOO_LONG") ? "TOO_LONG" : each)
                .toList();
    }
}
