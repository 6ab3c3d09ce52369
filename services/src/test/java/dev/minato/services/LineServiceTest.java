package dev.minato.services;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `line` answers each line in upper case, a bad one with what is wrong, and `quit` with the end.
@Timeout(60)
class LineServiceTest {
    @Test
    void linesComeBackInUpperCaseUntilQuit() throws Exception {
        assertThat(answer("hello\nworld\nquit\n")).isEqualTo("HELLO\nWORLD\nbye\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    straße         | STRASSE
                    \u01c6 \u0149 \u0390 \ufb03 | \u01c4 \u02bcN \u0399\u0308\u0301 FFI
                    ılık i         | ILIK I
                    a\tb           | A\tB
                    Quit           | QUIT
                    ' quit'        | ' QUIT'
                    'quit '        | 'QUIT '
                    ''             | ''
                    """)
    void caseIsThatOfUnicode(String line, String upper) throws Exception {
        assertThat(answer(line + "\n")).isEqualTo(upper + "\n");
    }

    @Test
    void localeOfTheMachineDoesNotMatter() throws Exception {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.of("tr", "TR"));
        try {
            assertThat(answer("istanbul\n")).isEqualTo("ISTANBUL\n");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void lineMayEndWithCrLf() throws Exception {
        assertThat(answer("a\r\nb\n")).isEqualTo("A\nB\n");
    }

    @Test
    void lineThatTheEndCutsOffIsNone() throws Exception {
        assertThat(answer("a\nb")).isEqualTo("A\nERR incomplete line\n");
        assertThat(answer("quit")).isEqualTo("ERR incomplete line\n");
    }

    @Test
    void otherCarriageReturnsArePartOfTheLine() throws Exception {
        assertThat(answer("a\rb\n\rc\r\r\nd\r\r\n")).isEqualTo("A\rB\n\rC\r\nD\r\n");
    }

    @Test
    void invalidUtf8IsSaidAndTheNextLineAnswered() throws Exception {
        try (var line = Served.tcp("line");
                var client = line.client()) {
            client.send("ok\n\u00ff\u00fe\n\u00c3\nok\n").end();
            assertThat(client.readToEnd()).isEqualTo("OK\nERR invalid UTF-8\nERR invalid UTF-8\nOK\n");
        }
    }

    @Test
    void lineBeyondTheLimitIsSaidAndTheNextLineAnswered() throws Exception {
        var limits = Limits.DEFAULT.withMaxLine(3);
        assertThat(answer(limits, "abc\nabcd\n" + "x".repeat(100_000) + "\nabc\r\n"))
                .isEqualTo("ABC\nERR line too long\nERR line too long\nABC\n");
    }

    @Test
    void answerMayBeLongerThanALineMayBe() throws Exception {
        assertThat(answer(Limits.DEFAULT.withMaxLine(6), "\u0390\u0390\u0390\nok\n"))
                .isEqualTo("\u0399\u0308\u0301".repeat(3) + "\nOK\n");
    }

    /// The client has sent more than the service reads before it ends: the answer still arrives, and no reset.
    @Test
    void answerToQuitArrivesThoughInputIsLeft() throws Exception {
        assertThat(answer("quit\n" + "more\n".repeat(20_000))).isEqualTo("bye\n");
    }

    @Test
    void linesMayBeSentAheadOfTheirAnswers() throws Exception {
        assertThat(answer("abc\n".repeat(10_000))).isEqualTo("ABC\n".repeat(10_000));
    }

    private static String answer(String lines) throws Exception {
        return answer(Limits.DEFAULT, lines);
    }

    private static String answer(Limits limits, String lines) throws Exception {
        try (var line = Served.tcp(limits, "line");
                var client = line.client()) {
            client.send(lines.getBytes(UTF_8)).end();
            var answer = new String(client.readToEnd().getBytes(ISO_8859_1), UTF_8);
            assertThat(line.log.awaitClosed()).isEqualTo("finished");
            return answer;
        }
    }
}
