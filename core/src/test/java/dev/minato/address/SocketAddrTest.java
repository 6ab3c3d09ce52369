package dev.minato.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An address and a port as a value: text, equality, order.
class SocketAddrTest {
    @ParameterizedTest
    @CsvSource({
        "1.2.3.4:80, 1.2.3.4:80",
        "0.0.0.0:0, 0.0.0.0:0",
        "255.255.255.255:65535, 255.255.255.255:65535",
        "[::1]:80, [::1]:80",
        "[0:0::1]:80, [::1]:80",
        "[FE80::1%3]:80, [fe80::1%3]:80",
        "[::1%0]:80, [::1]:80",
        "[fe80::1%2147483647]:0, [fe80::1%2147483647]:0",
        "[::ffff:1.2.3.4]:80, [::ffff:1.2.3.4]:80",
    })
    void readsALiteralAndAPort(String text, String canonical) {
        assertThat(SocketAddr.parse(text)).hasToString(canonical).isEqualTo(SocketAddr.parse(canonical));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``              | 0  | octet is missing",
                "1.2.3.4         | 7  | port is missing",
                "1.2.3.4:        | 8  | port is missing",
                "1.2.3.4:http    | 8  | port must be a decimal number",
                "1.2.3.4:65536   | 8  | port is above 65535",
                "1.2.3.4:99999999999999999999 | 8 | port is above 65535",
                "1.2.3.4:080     | 8  | leading zero",
                "1.2.3.4:+80     | 8  | port must be a decimal number",
                "1.2.3.4:-1      | 8  | port must be a decimal number",
                "`1.2.3.4: 80`   | 8  | port must be a decimal number",
                "`1.2.3.4:80 `   | 10 | expected the end",
                "1.2.3.4%1:80    | 7  | expected ':'",
                "[1.2.3.4]:80    | 8  | expected ':' and another group",
                "localhost:80    | 0  | octet must be a decimal number",
                "::1:80          | 0  | octet must be a decimal number",
                "[::1:80         | 7  | expected ']'",
                "[::1]           | 5  | port is missing",
                "[::1]80         | 5  | expected ':'",
                "[::1]:          | 6  | port is missing",
                "[fe80::1%]:80   | 9  | scope must be a decimal number",
                "[fe80::1%lo]:80 | 9  | scope must be a decimal number",
                "[fe80::1%01]:80 | 9  | leading zero",
                "[fe80::1%2147483648]:80 | 9 | scope is above 2147483647",
                "[]:80           | 1  | expected a hexadecimal digit",
            })
    void refusesWithPositionAndReason(String text, int position, String reason) {
        var failure = Refusal.of(() -> SocketAddr.parse(text), position, reason);

        assertThat(failure).hasMessageStartingWith("invalid socket address ");
    }

    @Test
    void keepsItsParts() {
        Ipv6Addr ip = Ipv6Addr.parse("fe80::1");
        SocketAddr address = SocketAddr.ofV6(ip, 443, -5, 7);

        assertThat(address.ip()).isEqualTo(ip);
        assertThat(address.port()).isEqualTo(443);
        assertThat(address.flowInfo()).isEqualTo(-5);
        assertThat(address.scopeId()).isEqualTo(7);
        assertThat(address.isIpv6()).isTrue();
        assertThat(address.isIpv4()).isFalse();
        assertThat(address.withPort(1)).isEqualTo(SocketAddr.ofV6(ip, 1, -5, 7));
        assertThat(SocketAddr.of(Ipv4Addr.LOCALHOST, 1).isIpv4()).isTrue();
    }

    @Test
    void everyPartCountsForEquality() {
        Ipv6Addr ip = Ipv6Addr.LOCALHOST;
        SocketAddr address = SocketAddr.ofV6(ip, 1, 2, 3);

        assertThat(address).isEqualTo(SocketAddr.ofV6(ip, 1, 2, 3)).hasSameHashCodeAs(SocketAddr.ofV6(ip, 1, 2, 3));
        assertThat(List.of(
                        SocketAddr.ofV6(Ipv6Addr.UNSPECIFIED, 1, 2, 3),
                        SocketAddr.ofV6(ip, 9, 2, 3),
                        SocketAddr.ofV6(ip, 1, 9, 3),
                        SocketAddr.ofV6(ip, 1, 2, 9)))
                .doesNotContain(address);
        assertThat(SocketAddr.ofV6(ip, 1, 0, 0)).isEqualTo(SocketAddr.of(ip, 1));
    }

    @Test
    void aMappedAddressIsAnotherAddress() {
        assertThat(SocketAddr.parse("[::ffff:1.2.3.4]:80")).isNotEqualTo(SocketAddr.parse("1.2.3.4:80"));
    }

    @Test
    void sortsByFamilyAddressPortFlowAndScopeUnsigned() {
        Ipv6Addr high = Ipv6Addr.parse("ff02::1");
        List<SocketAddr> sorted = List.of(
                SocketAddr.parse("0.0.0.0:65535"),
                SocketAddr.parse("127.255.255.255:1"),
                SocketAddr.parse("128.0.0.0:1"),
                SocketAddr.parse("255.255.255.255:1"),
                SocketAddr.parse("[::]:1"),
                SocketAddr.parse("[::ffff:0.0.0.0]:1"),
                SocketAddr.parse("[::8000:0:0:0]:1"),
                SocketAddr.parse("[1::]:1"),
                SocketAddr.parse("[8000::]:1"),
                SocketAddr.of(high, 1),
                SocketAddr.ofV6(high, 2, 0, 0),
                SocketAddr.ofV6(high, 2, 0, 1),
                SocketAddr.ofV6(high, 2, 1, 0),
                SocketAddr.ofV6(high, 2, -1, 0),
                SocketAddr.of(high, 32768));
        var shuffled = new ArrayList<>(sorted);
        Collections.shuffle(shuffled, new Random(4));

        assertThat(shuffled.stream().sorted()).containsExactlyElementsOf(sorted);
        assertThat(shuffled.stream().map(SocketAddr::ip).distinct().sorted())
                .containsExactlyElementsOf(
                        sorted.stream().map(SocketAddr::ip).distinct().toList());
    }

    @ParameterizedTest
    @CsvSource({"-1", "65536", "2147483647"})
    void refusesWhatIsNoPort(int port) {
        SocketAddr address = SocketAddr.parse("1.2.3.4:80");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SocketAddr.of(Ipv4Addr.LOCALHOST, port))
                .withMessage("port must be from 0 to 65535, not " + port);
        assertThatIllegalArgumentException().isThrownBy(() -> SocketAddr.ofV6(Ipv6Addr.LOCALHOST, port, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> address.withPort(port));
    }

    @Test
    void refusesANegativeScope() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SocketAddr.ofV6(Ipv6Addr.LOCALHOST, 80, 0, -1))
                .withMessage("scopeId must be at least 0, not -1");
    }

    @Test
    void anotherAddressKeepsThePortOnly() {
        SocketAddr full = SocketAddr.ofV6(Ipv6Addr.LOCALHOST, 80, 5, 3);

        assertThat(full.withIp(Ipv6Addr.UNSPECIFIED)).hasToString("[::]:80");
        assertThat(full.withIp(Ipv6Addr.UNSPECIFIED).flowInfo()).isZero();
        assertThat(full.withIp(Ipv4Addr.LOCALHOST)).hasToString("127.0.0.1:80");
    }

    @Test
    void anotherScopeOrFlowKeepsTheRest() {
        SocketAddr full = SocketAddr.ofV6(Ipv6Addr.LOCALHOST, 80, 5, 3);
        SocketAddr v4 = SocketAddr.of(Ipv4Addr.LOCALHOST, 80);

        assertThat(full.withScopeId(4)).isEqualTo(SocketAddr.ofV6(Ipv6Addr.LOCALHOST, 80, 5, 4));
        assertThat(full.withFlowInfo(-1)).isEqualTo(SocketAddr.ofV6(Ipv6Addr.LOCALHOST, 80, -1, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> full.withScopeId(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> v4.withScopeId(1));
        assertThatIllegalArgumentException().isThrownBy(() -> v4.withFlowInfo(1));
    }
}
