package dev.minato.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Networks as texts, and what is in them.
class IpNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8",
        "0.0.0.0/0, 0.0.0.0/0",
        "192.0.2.1, 192.0.2.1/32",
        "192.0.2.1/32, 192.0.2.1/32",
        "128.0.0.0/1, 128.0.0.0/1",
        "2001:db8::/32, 2001:db8::/32",
        "2001:DB8:0::/33, 2001:db8::/33",
        "::/0, ::/0",
        "::1, ::1/128",
        "2001:db8::8000:0:0:0/65, 2001:db8:0:0:8000::/65",
        "ffff:ffff:ffff:ffff::/64, ffff:ffff:ffff:ffff::/64",
        "::ffff:10.0.0.0/104, 10.0.0.0/8",
        "::ffff:192.0.2.1, 192.0.2.1/32",
        "::ffff:0.0.0.0/96, 0.0.0.0/0",
    })
    void textsAreRead(String text, String network) {
        assertThat(IpNetwork.parse(text)).hasToString(network);
        assertThat(IpNetwork.parse(network)).isEqualTo(IpNetwork.parse(text)).hasSameHashCodeAs(IpNetwork.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0, octet is missing",
        "10.0.0.0/, 9, prefix is missing",
        "10.0.0.0/33, 9, prefix is above 32",
        "10.0.0.0/08, 9, leading zero",
        "10.0.0.0/-1, 9, prefix must be a decimal number",
        "10.0.0.0/8 , 10, expected the end",
        "10.0.0.0/255.0.0.0, 9, prefix is above 32",
        "10.0.0/8, 6, expected '.'",
        "10/8, 2, expected '.'",
        "2001:db8::/129, 11, prefix is above 128",
        "fe80::1%1/128, 7, expected the end",
        "[::1]/128, 0, expected a hexadecimal digit",
        "example.org/8, 0, octet must be a decimal number",
        "10.0.0.1/8, 0, the address has bits set behind the prefix; the network is 10.0.0.0/8",
        "10.0.0.0/0, 0, the address has bits set behind the prefix; the network is 0.0.0.0/0",
        "2001:db8::1/64, 0, the address has bits set behind the prefix; the network is 2001:db8::/64",
        "2001:db8:8000::/32, 0, the address has bits set behind the prefix; the network is 2001:db8::/32",
    })
    void otherTextsAreRefused(String text, int position, String reason) {
        String exact = text.equals("10.0.0.0/8") ? text + " " : text;
        AddressParseException failure = catchThrowableOfType(AddressParseException.class, () -> IpNetwork.parse(exact));
        assertThat(failure).hasMessageContaining("invalid network");
        assertThat(failure.position()).isEqualTo(position);
        assertThat(failure.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0, true",
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, 9.255.255.255, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "10.0.0.0/8, ::10.1.2.3, false",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::ffff:255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 0.0.0.0, false",
        "::/0, ::ffff:1.2.3.4, false",
        "::/0, ffff::, true",
        "192.0.2.1/32, 192.0.2.1, true",
        "192.0.2.1/32, 192.0.2.2, false",
        "2001:db8::/65, 2001:db8:0:0:7fff::, true",
        "2001:db8::/65, 2001:db8:0:0:8000::, false",
        "2001:db8::/64, 2001:db8:0:1::, false",
        "2001:db8::1/128, 2001:db8::1, true",
        "2001:db8::1/128, 2001:db8::2, false",
        "8000::/1, ffff::1, true",
        "8000::/1, 7fff::1, false",
    })
    void anAddressIsInItByItsFirstBits(String network, String address, boolean isIn) {
        assertThat(IpNetwork.parse(network).contains(IpAddr.parse(address))).isEqualTo(isIn);
    }

    @Test
    void partsMakeANetworkIfTheyGoTogether() {
        Ipv4Addr ten = Ipv4Addr.of(10, 0, 0, 0);
        assertThat(IpNetwork.of(ten, 8)).isEqualTo(IpNetwork.parse("10.0.0.0/8"));
        assertThat(IpNetwork.of(ten, 8).address()).isEqualTo(ten);
        assertThat(IpNetwork.of(ten, 8).prefix()).isEqualTo(8);
        assertThat(IpNetwork.around(Ipv4Addr.of(10, 1, 2, 3), 8)).isEqualTo(IpNetwork.of(ten, 8));
        assertThat(IpNetwork.around(IpAddr.parse("::ffff:10.1.2.3"), 8)).isEqualTo(IpNetwork.of(ten, 8));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpNetwork.of(ten, 33))
                .withMessage("prefix must be from 0 to 32, not 33");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpNetwork.around(ten, -1))
                .withMessage("prefix must be from 0 to 32, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpNetwork.of(Ipv4Addr.LOCALHOST, 8))
                .withMessage("address must have no bit set behind the prefix of 8 bits, not 127.0.0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpNetwork.of(Ipv6Addr.LOCALHOST, 129))
                .withMessage("prefix must be from 0 to 128, not 129");
    }
}
