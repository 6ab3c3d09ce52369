package dev.minato.services.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A syslog message counts for its facility and severity, in either format; one without a valid priority is
/// malformed.
class SyslogMessagesTest {
    private final Gathering gathering = new Gathering();

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            <0>x                                  ~ kern   ~ emerg  ~ rfc3164
            <13>Nov 29 19:04:27 example hello: x  ~ user   ~ notice ~ rfc3164
            <191>x                                ~ local7 ~ debug  ~ rfc3164
            <13>1 2026-11-29T19:04:17Z a b - - -  ~ user   ~ notice ~ rfc5424
            <165>1 - - - - - -                    ~ local4 ~ notice ~ rfc5424
            <13>1 x                               ~ user   ~ notice ~ rfc3164
            <13>                                  ~ user   ~ notice ~ rfc3164
            38 <13>Nov 29 19:04:27 example hello: one ~ user ~ notice ~ rfc3164
            """)
    void messageIsCounted(String message, String facility, String severity, String format) {
        assertThat(gathering.take(message).text())
                .contains("minato_metrics_in_syslog_messages_total{facility=\"" + facility + "\",severity=\"" + severity
                        + "\",format=\"" + format + "\"} 1\n");
        assertThat(gathering.results()).isEqualTo("ACCEPTED 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<192>x", "<999>x", "<1000>x", "<>x", "<13", "<013>x", "<00>x", "<a>x", "<-1>x", "<", "4 <13x"})
    void messageWithoutAPriorityIsMalformed(String message) {
        assertThat(gathering.take(message).results()).isEqualTo("MALFORMED_SYSLOG 1");
    }

    /// A datagram is one message, whatever is in it.
    @Test
    void lineFeedsBelongToTheMessage() {
        assertThat(gathering.take("<13>a\nb:1|c\n<14>c\n").results()).isEqualTo("ACCEPTED 1");
    }

    @Test
    void countThatIsLongerThanItsDatagramIsCutOff() {
        assertThat(gathering.take("9 <13>x").results()).isEqualTo("INCOMPLETE 1");
    }
}
