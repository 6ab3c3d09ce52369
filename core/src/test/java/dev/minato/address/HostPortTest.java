package dev.minato.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A host and a port as people write them: names, literals, and what is neither.
class HostPortTest {
    private static final String LABEL_63 = "a".repeat(63);
    private static final String NAME_253 = (LABEL_63 + ".").repeat(3) + "a".repeat(61);

    @ParameterizedTest
    @CsvSource({
        "localhost:80, localhost",
        "example.org:0, example.org",
        "example.org.:65535, example.org.",
        "Example.ORG:1, Example.ORG",
        "_srv.a-b.c_d:1, _srv.a-b.c_d",
        "xn--bcher-kva.example:1, xn--bcher-kva.example",
        "1a:1, 1a",
        "1.2.3.4.example:1, 1.2.3.4.example",
        "a.0xg:1, a.0xg",
        "0x7g:1, 0x7g",
        "x0x:1, x0x",
        "-a-:1, -a-",
    })
    void readsANameThatHasToBeResolved(String text, String host) {
        HostPort read = HostPort.parse(text);

        assertThat(read.host()).isEqualTo(host);
        assertThat(read.literal()).isEmpty();
        assertThat(read).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:80, 127.0.0.1, 127.0.0.1:80",
        "0.0.0.0:0, 0.0.0.0, 0.0.0.0:0",
        "[::1]:80, ::1, [::1]:80",
        "[::]:0, ::, [::]:0",
        "[fe80::1%3]:80, fe80::1%3, [fe80::1%3]:80",
        "[0:0::1]:80, 0:0::1, [::1]:80",
        "[::ffff:1.2.3.4]:80, ::ffff:1.2.3.4, [::ffff:1.2.3.4]:80",
    })
    void readsALiteral(String text, String host, String literal) {
        SocketAddr address = SocketAddr.parse(literal);
        HostPort read = HostPort.parse(text);

        assertThat(read.host()).isEqualTo(host);
        assertThat(read.port()).isEqualTo(address.port());
        assertThat(read.literal()).contains(address);
        assertThat(read).hasToString(text).isEqualTo(HostPort.parse(read.toString()));
        assertThat(new HostPort(host, address.port())).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``             | 0 | port is missing",
                "h              | 1 | port is missing",
                "h:             | 2 | port is missing",
                "h:http         | 2 | port must be a decimal number",
                "h:+80          | 2 | port must be a decimal number",
                "h:-80          | 2 | port must be a decimal number",
                "`h: 80`        | 2 | port must be a decimal number",
                "`h:80 `        | 4 | expected the end",
                "h:80x          | 4 | expected the end",
                "h:080          | 2 | leading zero",
                "h:00           | 2 | leading zero",
                "h:65536        | 2 | port is above 65535",
                "h:4294967376   | 2 | port is above 65535",
                "h:99999999999999999999999 | 2 | port is above 65535",
                ":80            | 0 | host is missing",
                ":              | 0 | host is missing",
                "::1:80         | 1 | more than one ':' (an IPv6 address with a port needs brackets)",
                "::1            | 1 | more than one ':' (an IPv6 address with a port needs brackets)",
                "h:80:          | 4 | more than one ':' (an IPv6 address with a port needs brackets)",
                "http://h:80    | 8 | more than one ':' (an IPv6 address with a port needs brackets)",
            })
    void refusesWhatIsNotOneHostAndOnePort(String text, int position, String reason) {
        assertRefused(text, position, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[              | 1 | ']' is missing",
                "[::1           | 4 | ']' is missing",
                "[::1]          | 5 | port is missing",
                "[::1]80        | 5 | expected ':'",
                "[::1]x:80      | 5 | expected ':'",
                "[::1]:         | 6 | port is missing",
                "[::1]:080      | 6 | leading zero",
                "[::1]:65536    | 6 | port is above 65535",
                "[]:80          | 1 | only an IPv6 address stands in brackets",
                "[localhost]:80 | 1 | only an IPv6 address stands in brackets",
                "[127.0.0.1]:80 | 1 | only an IPv6 address stands in brackets",
                "[::g]:80       | 3 | expected the end of the host",
                "[::1.2.3]:80   | 8 | expected '.'",
                "[[::1]]:80     | 1 | expected a hexadecimal digit",
                "[::1%lo]:80    | 5 | scope must be a decimal number",
                "[::1%]:80      | 5 | scope must be a decimal number",
                "[::1%1x]:80    | 6 | expected the end of the host",
                "]:80           | 0 | a name has only letters, digits, '-', '_' and '.'",
            })
    void refusesWrongBrackets(String text, int position, String reason) {
        assertRefused(text, position, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "127.1        | 5 | expected '.'",
                "127.0.1      | 7 | expected '.'",
                "2130706433   | 0 | octet is above 255",
                "0            | 1 | expected '.'",
                "0x7f000001   | 1 | expected '.'",
                "1.2.3.0X4    | 7 | expected the end of the host",
                "example.0X1F | 0 | octet must be a decimal number",
                "0x7f.1       | 1 | expected '.'",
                "0x           | 1 | expected '.'",
                "1.2.3.0x4    | 7 | expected the end of the host",
                "01.2.3.4     | 0 | leading zero",
                "1.2.3.04     | 6 | leading zero",
                "1.2.3.4.5    | 7 | expected the end of the host",
                "1.2.3.4.     | 7 | expected the end of the host",
                "1.2.3.256    | 6 | octet is above 255",
                "example.1    | 0 | octet must be a decimal number",
                "example.0x1f | 0 | octet must be a decimal number",
                "a..1         | 0 | octet must be a decimal number",
            })
    void refusesWhatOnlyResemblesAnIpv4Address(String host, int position, String reason) {
        assertRefused(host + ":80", position, "ends in a number but is no IPv4 address: " + reason);
    }

    static Stream<Arguments> wrongNames() {
        String chars = "a name has only letters, digits, '-', '_' and '.'";
        return Stream.of(
                Arguments.of(".", 0, "empty label"),
                Arguments.of("..", 0, "empty label"),
                Arguments.of(".a", 0, "empty label"),
                Arguments.of("a..b", 2, "empty label"),
                Arguments.of("a..", 2, "empty label"),
                Arguments.of(" a", 0, chars),
                Arguments.of("a b", 1, chars),
                Arguments.of("a\n", 1, chars),
                Arguments.of("a\0", 1, chars),
                Arguments.of("a\u007f", 1, chars),
                Arguments.of("a/b", 1, chars),
                Arguments.of("user@host", 4, chars),
                Arguments.of("localhost%1", 9, chars),
                Arguments.of("*.example", 0, chars),
                Arguments.of("b\u00fccher.example", 1, "not ASCII (use Punycode)"),
                Arguments.of("a\ud83d\ude00", 1, "not ASCII (use Punycode)"),
                Arguments.of("127.0.0.\uff11", 8, "not ASCII (use Punycode)"),
                Arguments.of("x." + LABEL_63 + "a", 2, "label is longer than 63 chars"),
                Arguments.of(NAME_253 + "a", 0, "name is longer than 253 chars"),
                Arguments.of("a.".repeat(1_000_000) + "a", 0, "name is longer than 253 chars"));
    }

    @ParameterizedTest
    @MethodSource("wrongNames")
    void refusesWhatIsNoName(String host, int position, String reason) {
        assertRefused(host + ":80", position, reason);
    }

    @Test
    void takesTheLongestNames() {
        assertThat(HostPort.parse(NAME_253 + ":80").host()).hasSize(253);
        assertThat(HostPort.parse(NAME_253 + ".:80").host()).hasSize(254);
        assertThat(HostPort.parse(LABEL_63 + ":80").host()).hasSize(63);
    }

    private static void assertRefused(String text, int position, String reason) {
        var failure = Refusal.of(() -> HostPort.parse(text), position, reason);

        assertThat(failure.input()).isEqualTo(text);
        assertThat(failure).hasMessageStartingWith("invalid host and port ");
    }

    @Test
    void partsAreCheckedToo() {
        var failure = catchThrowableOfType(AddressParseException.class, () -> new HostPort("[::1]", 80));

        assertThat(failure).hasMessage("invalid host \"[::1]\" at position 0: expected a hexadecimal digit");
        assertThatIllegalArgumentException().isThrownBy(() -> new HostPort("", 80));
        assertThatIllegalArgumentException().isThrownBy(() -> new HostPort("127.1", 80));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HostPort("localhost", 65536))
                .withMessage("port must be from 0 to 65535, not 65536");
    }
}
