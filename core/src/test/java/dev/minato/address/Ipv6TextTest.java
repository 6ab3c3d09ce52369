package dev.minato.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 5952: every address has one text.
class Ipv6TextTest {
    /// Section 1 and 2: the ways to write one address that the RFC complains about.
    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:0:1:0:0:1",
        "2001:0db8:0:0:1:0:0:1",
        "2001:db8::1:0:0:1",
        "2001:db8::0:1:0:0:1",
        "2001:0db8::1:0:0:1",
        "2001:db8:0:0:1::1",
        "2001:db8:0000:0:1::1",
        "2001:DB8:0:0:1::1",
    })
    void allSpellingsOfAnAddressBecomeOne(String spelling) {
        assertThat(Ipv6Addr.parse(spelling)).hasToString("2001:db8::1:0:0:1");
    }

    @ParameterizedTest
    @CsvSource({
        // 4.1 no leading zeros, 4.3 lower case
        "2001:0db8::0001, 2001:db8::1",
        "2001:db8:aaaa:bbbb:cccc:DDDD:EEEE:aAaA, 2001:db8:aaaa:bbbb:cccc:dddd:eeee:aaaa",
        "2001:db8:0a00:000b:00c0:0d0e:0f00:1000, 2001:db8:a00:b:c0:d0e:f00:1000",
        // 4.2.1 as short as possible, 4.2.2 a single zero is no run
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        // 4.2.3 the longest run, the first of equal ones
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "0:0:1:1:1:1:0:0, ::1:1:1:1:0:0",
        "0:0:1:1:1:0:0:0, 0:0:1:1:1::",
        "1:0:0:2:0:0:3:0, 1::2:0:0:3:0",
        "0:1:0:1:0:1:0:1, 0:1:0:1:0:1:0:1",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "0:0:3:4:5:6:7:8, ::3:4:5:6:7:8",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        // 5 dotted for IPv4-mapped addresses, and for nothing else
        "0:0:0:0:0:ffff:c000:0201, ::ffff:192.0.2.1",
        "::ffff:0:0, ::ffff:0.0.0.0",
        "::ffff:0, ::ffff:0",
        "::1.2.3.4, ::102:304",
        "::fffe:1.2.3.4, ::fffe:102:304",
        "::1:ffff:1.2.3.4, ::1:ffff:102:304",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    })
    void followsEachRule(String text, String canonical) {
        assertThat(Ipv6Addr.parse(text)).hasToString(canonical);
        assertThat(Ipv6Addr.parse(canonical)).isEqualTo(Ipv6Addr.parse(text)).hasToString(canonical);
    }
}
