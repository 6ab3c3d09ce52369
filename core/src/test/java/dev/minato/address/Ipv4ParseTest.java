package dev.minato.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The strict text of IPv4: exactly four decimal numbers, and where every other text is wrong.
class Ipv4ParseTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0",
        "127.0.0.1, 7f000001",
        "192.0.2.1, c0000201",
        "1.20.255.100, 0114ff64",
        "255.255.255.255, ffffffff",
    })
    void readsFourNumbers(String text, String bits) {
        Ipv4Addr address = Ipv4Addr.parse(text);

        assertThat(address.bits()).isEqualTo(Integer.parseUnsignedInt(bits, 16));
        assertThat(address).hasToString(text);
        assertThat(IpAddr.parse(text)).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``             | 0  | octet is missing",
                "1              | 1  | expected '.'",
                "1.2.3          | 5  | expected '.'",
                "1.2.3.         | 6  | octet is missing",
                ".1.2.3         | 0  | octet must be a decimal number",
                "1..2.3         | 2  | octet must be a decimal number",
                "1.2.3.4.5      | 7  | expected the end",
                "1.2.3.4.       | 7  | expected the end",
                "1.2.3.256      | 6  | octet is above 255",
                "1.2.3.99999999999999999999 | 6 | octet is above 255",
                "2130706433     | 0  | octet is above 255",
                "01.2.3.4       | 0  | leading zero",
                "1.2.3.00       | 6  | leading zero",
                "1.2.3.000000000000 | 6 | leading zero",
                "0x7f.0.0.1     | 1  | expected '.'",
                "1.2.3.a        | 6  | octet must be a decimal number",
                "1.2.3.4a       | 7  | expected the end",
                "1.2.3.-4       | 6  | octet must be a decimal number",
                "1.2.3.+4       | 6  | octet must be a decimal number",
                "` 1.2.3.4`     | 0  | octet must be a decimal number",
                "`1.2.3.4 `     | 7  | expected the end",
                "1.2.3.4:80     | 7  | expected the end",
                "1.2.3.4/8      | 7  | expected the end",
                "1.2.3.4%1      | 7  | expected the end",
                "1,2,3,4        | 1  | expected '.'",
                "١.2.3.4        | 0  | octet must be a decimal number",
                "１.2.3.4       | 0  | octet must be a decimal number",
                "::1            | 0  | octet must be a decimal number",
                "localhost      | 0  | octet must be a decimal number",
            })
    void refusesWithPositionAndReason(String text, int position, String reason) {
        var failure = Refusal.of(() -> Ipv4Addr.parse(text), position, reason);

        assertThat(failure.input()).isEqualTo(text);
    }

    @Test
    void saysWhatWhereAndWhy() {
        var failure = catchThrowableOfType(AddressParseException.class, () -> Ipv4Addr.parse("01.2.3.4"));

        assertThat(failure).hasMessage("invalid IPv4 address \"01.2.3.4\" at position 0: leading zero");
    }

    @Test
    void showsAHostileTextOnOneLineOfAscii() {
        var failure = catchThrowableOfType(AddressParseException.class, () -> Ipv4Addr.parse("1\n\"\\\u202e\ud83d"));

        assertThat(failure)
                .hasMessage("invalid IPv4 address \"1\\u000a\\\"\\\\\\u202e\\ud83d\" at position 1: expected '.'");
    }

    @Test
    void cutsALongTextInTheMessageOnly() {
        String text = "1.2.3.4" + "x".repeat(100_000);
        var failure = catchThrowableOfType(AddressParseException.class, () -> Ipv4Addr.parse(text));

        assertThat(failure.input()).isEqualTo(text);
        assertThat(failure.getMessage()).hasSizeLessThan(200).contains("xxx...\" at position 7: ");
    }
}
