package dev.minato.services.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever names peers choose, Prometheus can read the whole text: names are valid, and no two lines are
/// alike.
class SeriesNamesTest {
    private final Gathering gathering = new Gathering();

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            1min.load:1|c           ~ _1min_load 1
            a b/c:1|c               ~ a_b_c 1
            ü:1|c                   ~ _ 1
            a.b:1|c;a-b:2|c         ~ a_b 3
            a:1|c|#le:x             ~ a{tag_le="x"} 1
            a:1|h|#quantile:x       ~ a_sum{tag_quantile="x"} 1;a_count{tag_quantile="x"} 1
            a:1|c|#__name__:x       ~ a{tag___name__="x"} 1
            a:1|c|#1st:x            ~ a{_1st="x"} 1
            a:1|c|#:x               ~ a{_="x"} 1
            a:1|c|#p.a:x,p_a:y      ~ a{p_a="x,y"} 1
            a:1|c|#p_a:y,p.a:x      ~ a{p_a="x,y"} 1
            a:1|c|#k:"q\\b           ~ a{k="\\"q\\\\b"} 1
            a,b:1|c                 ~ a_b 1
            a,=b:1|c                ~ a__b 1
            """)
    void nameIsMadeValid(String lines, String samples) {
        gathering.take(lines.replace(';', '\n'));
        assertThat(gathering.samples()).isEqualTo(samples.replace(';', '\n'));
    }

    /// Prometheus refuses the whole text for one of them.
    @Test
    void bytesThatAreNoUtf8AreReplaced() {
        gathering.take("a\u00ff:1|c|#k:\u00ff\0".getBytes(ISO_8859_1));
        assertThat(gathering.samples()).isEqualTo("a_{k=\"\ufffd\0\"} 1");
    }

    /// Who comes first has the name, of which a histogram has four.
    @ParameterizedTest
    @CsvSource({
        "a:1|c, a:1|g",
        "a:1|g, a:1|c",
        "a:1|s, a:1|g",
        "a:1|h, a.count:1|c",
        "a_sum:1|g, a:1|h",
        "a:1|ms, a_seconds_bucket:1|c",
        "a:1|c, a 1 1700000000"
    })
    void nameBelongsToOneTypeAlone(String first, String second) {
        gathering.take(first + "\n" + second + "\n" + first);
        assertThat(gathering.results()).isEqualTo("ACCEPTED 2, TYPE_CONFLICT 1");
    }

    @Test
    void linesThatDoTheSameShareASeries() {
        gathering.take("a:1|g\na 5 1700000000\nb:1000|ms\nb_seconds:2|h");
        assertThat(gathering.samples()).isEqualTo("a 5\nb_seconds_sum 3\nb_seconds_count 2");
    }
}
