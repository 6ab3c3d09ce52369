package dev.minato.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The text of IPv6 (RFC 4291 section 2.2) without scope, brackets and prefix, and where every other text is
/// wrong.
class Ipv6ParseTest {
    @ParameterizedTest
    @CsvSource({
        "::, 0:0:0:0:0:0:0:0",
        "::1, 0:0:0:0:0:0:0:1",
        "1::, 1:0:0:0:0:0:0:0",
        "1::8, 1:0:0:0:0:0:0:8",
        "2001:DB8::a:B, 2001:db8:0:0:0:0:a:b",
        "0001:0020:0300:4000::, 1:20:300:4000:0:0:0:0",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "1:2:3::5:6:7:8, 1:2:3:0:5:6:7:8",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "::1.2.3.4, 0:0:0:0:0:0:102:304",
        "::ffff:255.255.0.1, 0:0:0:0:0:ffff:ffff:1",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "1::5:6:1.2.3.4, 1:0:0:0:5:6:102:304",
        "1:2:3:4:5::1.2.3.4, 1:2:3:4:5:0:102:304",
    })
    void readsGroupsGapAndDottedEnd(String text, String groups) {
        var segments = new int[8];
        for (int i = 0; i < 8; i++) {
            segments[i] = Integer.parseInt(groups.split(":", -1)[i], 16);
        }

        assertThat(Ipv6Addr.parse(text).segments()).containsExactly(segments);
        assertThat(IpAddr.parse(text)).isEqualTo(Ipv6Addr.ofSegments(segments));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                   | 0  | expected a hexadecimal digit",
                ":                    | 1  | expected ':'",
                ":1                   | 1  | expected ':'",
                ":1:2:3:4:5:6:7:8     | 1  | expected ':'",
                "1                    | 1  | expected ':' and another group",
                "1:                   | 2  | expected a hexadecimal digit",
                "1:2:3:4:5:6:7        | 13 | expected ':' and another group",
                "1:2:3:4:5:6:7:       | 14 | expected a hexadecimal digit",
                "1:2:3:4:5:6:7:8:     | 15 | expected the end",
                "1:2:3:4:5:6:7:8:9    | 15 | expected the end",
                "1:2:3:4:5:6:7:8::    | 15 | expected the end",
                "1::2:3:4:5:6:7:8     | 16 | '::' beside eight groups stands for nothing",
                "::1:2:3:4:5:6:7:8    | 17 | '::' beside eight groups stands for nothing",
                "1:2:3:4:5:6:7::8     | 16 | '::' beside eight groups stands for nothing",
                "1:2:3:4:5:6::1.2.3.4 | 20 | '::' beside eight groups stands for nothing",
                "1::2::3              | 4  | '::' occurs twice",
                "::1::                | 3  | '::' occurs twice",
                ":::                  | 2  | expected the end",
                "1:::2                | 3  | expected the end",
                "::1:                 | 4  | expected a hexadecimal digit",
                "12345::              | 0  | group has more than four digits",
                "::00001              | 2  | group has more than four digits",
                "::g                  | 2  | expected the end",
                "1:g::                | 2  | expected a hexadecimal digit",
                "1::1.2.3             | 8  | expected '.'",
                "::1.2.3.256          | 8  | octet is above 255",
                "::01.2.3.4           | 2  | leading zero",
                "::ffff:1.2.3.4.5     | 14 | expected the end",
                "::1.2.3.4:5          | 9  | expected the end",
                "1:2:3:4:5:6:7:1.2.3.4 | 14 | no room for an IPv4 address",
                "1.2.3.4              | 7  | expected ':' and another group",
                "fe80::1%3            | 7  | an IPv6 address without a port has no scope",
                "fe80::1%eth0         | 7  | an IPv6 address without a port has no scope",
                "[::1]                | 0  | expected a hexadecimal digit",
                "::1/128              | 3  | expected the end",
                "` ::1`               | 0  | expected a hexadecimal digit",
                "`::1 `               | 3  | expected the end",
                "::-1                 | 2  | expected the end",
                "::１                 | 2  | expected the end",
            })
    void refusesWithPositionAndReason(String text, int position, String reason) {
        Refusal.of(() -> Ipv6Addr.parse(text), position, reason);
    }

    @ParameterizedTest
    @CsvSource({"localhost", "''", "1.2.3", "fe80::1%1", "[::1]", "1.2.3.4:80"})
    void anAddressOfEitherFamilyIsNeitherANameNorASocketAddress(String text) {
        var failure = catchThrowableOfType(AddressParseException.class, () -> IpAddr.parse(text));

        assertThat(failure).hasMessageStartingWith("invalid IP address \"" + text + "\" at position ");
    }
}
