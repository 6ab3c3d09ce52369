package dev.minato.services.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.regex.Pattern;

/// Whatever comes in a datagram, each of its lines has one result, and the text is one that Prometheus
/// reads: every line is well formed, and no two have the same name and labels.
class MetricsInFuzz {
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"([^\\\\\"\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern SAMPLE =
            Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*(\\{" + LABEL + "(," + LABEL + ")*\\})? -?[0-9][0-9.]*(E-?[0-9]+)?");

    @FuzzTest
    void textIsWellFormed(byte[] data) {
        check(data);
        check(inWords(data));
    }

    /// The same bytes as pieces of lines, which get further.
    private static byte[] inWords(byte[] data) {
        String[] words = {
            "a",
            "b",
            ".",
            "_",
            ":",
            "1",
            "-2.5",
            "|c",
            "|g",
            "|ms",
            "|h",
            "|s",
            "|#",
            "k:v",
            ",",
            "le",
            "\n",
            " ",
            ";t=u",
            "|@0.5",
            "\"",
            "\\",
            "_count",
            "_seconds",
            "nan",
            "1e308",
            "<13>",
            "7 "
        };
        var text = new StringBuilder();
        for (byte each : data) {
            text.append(words[Math.floorMod(each, words.length)]);
        }
        return text.toString().getBytes(UTF_8);
    }

    private static void check(byte[] data) {
        var gathering = new Gathering(50, Duration.ofMinutes(1));
        var datagram = new byte[data.length + 2];
        Arrays.fill(datagram, (byte) '\n');
        System.arraycopy(data, 0, datagram, 1, data.length);
        gathering.metricsIn.take(ByteBuffer.wrap(datagram, 1, data.length));

        String text = gathering.text();
        var names = new HashSet<String>();
        for (String line : text.split("\n", -1)) {
            if (!line.startsWith("# ") && !line.isEmpty()) {
                assertThat(line).matches(SAMPLE);
                assertThat(names.add(line.substring(0, line.lastIndexOf(' '))))
                        .as("once: %s", line)
                        .isTrue();
            }
        }
        assertThat(text).endsWith("\n").doesNotContain("not exposed");
    }
}
