package dev.minato.services.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Lines of StatsD, DogStatsD and Graphite become the samples that they mean; what is none of them is
/// counted.
class MetricLinesTest {
    private final Gathering gathering = new Gathering();

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', nullValues = "none", textBlock = """
            a.b:1|c                     ~ a_b 1
            a:1|c;a:2|c                 ~ a 3
            a:1|c|@0.1                  ~ a 10
            a:1:2:3|c                   ~ a 6
            a:0.75|c                    ~ a 0.75
            a:3|g;a:+4|g;a:-2|g         ~ a 5
            a:-5|g                      ~ a -5
            a:7|g;a:-5|g|#k:v           ~ a 7;a{k="v"} -5
            a:-5|g|#k:v;a:-5|g|#k:v     ~ a{k="v"} -5
            a:1e+21|g                   ~ a 1.0E21
            a:42|ms                     ~ a_seconds_sum 0.042;a_seconds_count 1
            a.seconds:42|ms             ~ a_seconds_sum 0.042;a_seconds_count 1
            a:2|ms|@0.5                 ~ a_seconds_sum 0.004;a_seconds_count 2
            a:2.5|h;a:1|d               ~ a_sum 3.5;a_count 2
            a:x|s;a:y|s;a:x|s           ~ a 2
            a:1|c|#k:v,l                ~ a{k="v",l="true"} 1
            a:1|c|#l:w,k:v;a:1|c|#k:v,l:w ~ a{k="v",l="w"} 2
            a:1|c|#k:http://x:80/y      ~ a{k="http://x:80/y"} 1
            a:1|c|#k:;a:1|c             ~ a 2
            a:1|c|c:0123|T1700000000|e:x|card:low ~ a 1
            a,k=v,l=w:1|c               ~ a{k="v",l="w"} 1
            a#k=v,l=w:1|c               ~ a{k="v",l="w"} 1
            a 1 1700000000              ~ a 1
            a 1.5 1700000000.25         ~ a 1.5
            a  -2<TAB>-1<CR>            ~ a -2
            a 1 1700000000;a -2 1700000001 ~ a -2
            """)
    void lineIsGathered(String lines, String samples) {
        gathering.take(lines.replace(';', '\n').replace("<TAB>", "\t").replace("<CR>", "\r"));
        assertThat(gathering.samples()).isEqualTo(samples.replace(';', '\n'));
        assertThat(gathering.results()).isEqualTo("ACCEPTED " + lines.split(";").length);
    }

    @Test
    void graphiteHasItsTagsBehindTheName() {
        gathering.take("disk.used;datacenter=dc1;rack=a1 5 1700000000\n");
        assertThat(gathering.samples()).isEqualTo("disk_used{datacenter=\"dc1\",rack=\"a1\"} 5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a:1",
                "a:|c",
                ":1|c",
                "a:1|",
                "a:1|x",
                "a:1|cc",
                "a:1|c|",
                "a:1|c|@",
                "a:1|c|@0",
                "a:1|c|@1.5",
                "a:1|c|@-1",
                "a:1|c|@nan",
                "a:x|c",
                "a:1x|c",
                "a:0x1|c",
                "a:1:|c",
                "a::1|c",
                "a: 1|c",
                "a:1|c|z",
                "a 1",
                "a 1 x",
                "a 1 2 3",
                "a x 1",
                "a 1 nan",
                "|c",
                "a|c",
                "a:1|c#k:v",
                "Host: localhost",
                "\0",
                "\u00ff",
                "a:1|m",
                "a:1|msx",
                "a:1|cx"
            })
    void whatIsNoMetricIsCounted(String line) {
        assertThat(gathering.take(line.getBytes(ISO_8859_1)).results()).isEqualTo("MALFORMED 1");
        assertThat(gathering.samples()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a:NaN|g, NOT_FINITE", "a:Infinity|g, NOT_FINITE", "a:-inf|g, NOT_FINITE", "a nan 1700000000, NOT_FINITE",
        "a:1e999|c, NOT_FINITE", "a:-1|c, NEGATIVE", "a:-1|ms, NEGATIVE", "a:-1|h, NEGATIVE",
        "'_e{5,4}:title|text', UNSUPPORTED", "_sc|name|0, UNSUPPORTED", "minato_metrics_in_series:1|c, TYPE_CONFLICT",
    })
    void whatCannotBeShownIsCountedByItsReason(String line, LineResult result) {
        assertThat(gathering.take(line).results()).isEqualTo(result + " 1");
    }

    /// A counter that is full stays what it was.
    @Test
    void sumStaysFinite() {
        gathering.take("a:1e308|c\na:1e308|c\nh:1e308|h\nh:1e308|h\ng:1e308|g\ng:+1e308|g");
        assertThat(gathering.samples()).isEqualTo("a 1.0E308\ng 1.0E308\nh_sum 1.0E308\nh_count 1");
        assertThat(gathering.results()).isEqualTo("ACCEPTED 3, NOT_FINITE 3");
    }

    @Test
    void observationsAreCountedBySize() {
        gathering.take("a:1|h\na:1.5|h\na:0|h\na:2e9|h");
        assertThat(gathering.text())
                .contains("a_bucket{le=\"0.0001\"} 1\n", "a_bucket{le=\"0.5\"} 1\n", "a_bucket{le=\"1\"} 2\n")
                .contains("a_bucket{le=\"2\"} 3\n", "a_bucket{le=\"1000000000\"} 3\n", "a_bucket{le=\"+Inf\"} 4\n");
        assertThat(gathering.text().lines().filter(line -> line.startsWith("a_bucket")))
                .hasSize(41);
    }

    @Test
    void helpTellsWhatWasSent() {
        gathering.take("a.b-c:1|c");
        assertThat(gathering.text())
                .contains("# HELP a_b_c Received as counter a.b-c.\n# TYPE a_b_c counter\na_b_c 1\n");
    }
}
