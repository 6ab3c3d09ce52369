package dev.minato.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The ranges of IPv6 that have a name, at their edges, and the forms of an address.
class Ipv6AddrTest {
    private static final String ONES = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";

    @ParameterizedTest
    @CsvSource({
        "unspecified,   ::,               ::",
        "loopback,      ::1,              ::1",
        "unique local,  fc00::,           fdff:*",
        "link-local,    fe80::,           febf:*",
        "multicast,     ff00::,           ffff:*",
        "documentation, 2001:db8::,       2001:db8:*",
        "documentation, 3fff::,           3fff:fff:*",
        "benchmarking,  2001:2::,         2001:2:0:*",
        "mapped,        ::ffff:0.0.0.0,   ::ffff:255.255.255.255",
        "not global,    ::,               ::1",
        "not global,    ::ffff:0.0.0.0,   ::ffff:255.255.255.255",
        "not global,    64:ff9b:1::,      64:ff9b:1:*",
        "not global,    100::,            100:0:0:1:*",
        "not global,    2001::,           2001:1::",
        "not global,    2001:1::4,        2001:2:*",
        "not global,    2001:4::,         2001:4:111:*",
        "not global,    2001:4:113::,     2001:1f:*",
        "not global,    2001:40::,        2001:1ff:*",
        "not global,    2001:db8::,       2001:db8:*",
        "not global,    2002::,           2002:*",
        "not global,    3fff::,           3fff:fff:*",
        "not global,    5f00::,           5f00:*",
        "not global,    fc00::,           fdff:*",
        "not global,    fe80::,           febf:*",
    })
    void aRangeEndsExactlyAtItsEdges(String range, String first, String last) {
        Predicate<Ipv6Addr> contains = predicate(range);
        Ipv6Addr from = Ipv6Addr.parse(first);
        Ipv6Addr to = filledWithOnes(last);

        assertThat(from).matches(contains);
        assertThat(to).matches(contains);
        if (!from.isUnspecified()) {
            assertThat(neighbour(from, -1)).matches(contains.negate());
        }
        if (!to.equals(Ipv6Addr.parse(ONES))) {
            assertThat(neighbour(to, 1)).matches(contains.negate());
        }
    }

    private static Predicate<Ipv6Addr> predicate(String range) {
        return switch (range) {
            case "unspecified" -> Ipv6Addr::isUnspecified;
            case "loopback" -> Ipv6Addr::isLoopback;
            case "unique local" -> Ipv6Addr::isUniqueLocal;
            case "link-local" -> Ipv6Addr::isUnicastLinkLocal;
            case "multicast" -> Ipv6Addr::isMulticast;
            case "documentation" -> Ipv6Addr::isDocumentation;
            case "benchmarking" -> Ipv6Addr::isBenchmarking;
            case "mapped" -> Ipv6Addr::isIpv4Mapped;
            case "not global" -> address -> !address.isGlobal();
            default -> throw new AssertionError(range);
        };
    }

    /// `2001:db8:*` is `2001:db8:ffff:ffff:ffff:ffff:ffff:ffff`.
    private static Ipv6Addr filledWithOnes(String text) {
        long given = text.chars().filter(c -> c == ':').count();
        return Ipv6Addr.parse(text.replace("*", ONES.substring((int) given * 5)));
    }

    private static Ipv6Addr neighbour(Ipv6Addr address, int step) {
        var bits = new BigInteger(1, address.octets()).add(BigInteger.valueOf(step));
        return Ipv6Addr.ofBits(bits.shiftRight(64).longValue(), bits.longValue());
    }

    @ParameterizedTest
    @CsvSource({
        "2001:1::1",
        "2001:1::3",
        "2001:3::1",
        "2001:4:112::1",
        "2001:20::1",
        "2001:3f::1",
        "2606:4700::1",
        "ff0e::1"
    })
    void isGlobalBetweenTheRanges(String text) {
        assertThat(Ipv6Addr.parse(text)).matches(Ipv6Addr::isGlobal);
    }

    @Test
    void theConstantsAreWhatTheySay() {
        assertThat(Ipv6Addr.LOCALHOST).hasToString("::1");
        assertThat(Ipv6Addr.UNSPECIFIED).hasToString("::");
    }

    @Test
    void allFormsMakeTheSameAddress() {
        Ipv6Addr address = Ipv6Addr.ofSegments(0x2001, 0xdb8, 0x8000, 1, 0xffff, 0, 0x1234, 0x8001);

        assertThat(address.highBits()).isEqualTo(0x20010db880000001L);
        assertThat(address.lowBits()).isEqualTo(0xffff000012348001L);
        assertThat(Ipv6Addr.ofBits(0x20010db880000001L, 0xffff000012348001L))
                .isEqualTo(address)
                .hasSameHashCodeAs(address);
        assertThat(Ipv6Addr.ofOctets(address.octets())).isEqualTo(address);
        assertThat(Ipv6Addr.ofSegments(address.segments())).isEqualTo(address);
        assertThat(address.octets())
                .containsExactly(0x20, 0x01, 0x0d, 0xb8, 0x80, 0, 0, 1, 0xff, 0xff, 0, 0, 0x12, 0x34, 0x80, 0x01);
    }

    @Test
    void onlyAMappedAddressHasAnIpv4AddressInside() {
        Ipv6Addr mapped = Ipv6Addr.parse("::ffff:127.0.0.1");

        assertThat(mapped.toIpv4Mapped()).contains(Ipv4Addr.LOCALHOST);
        assertThat(mapped.toCanonical()).isEqualTo(Ipv4Addr.LOCALHOST);
        assertThat(Ipv6Addr.parse("::127.0.0.1").toIpv4Mapped()).isEmpty();
        assertThat(Ipv6Addr.LOCALHOST.toIpv4Mapped()).isEmpty();
        assertThat(Ipv6Addr.LOCALHOST.toCanonical()).isSameAs(Ipv6Addr.LOCALHOST);
    }

    @Test
    void aMappedAddressIsNotTheIpv4AddressInside() {
        Ipv6Addr mapped = Ipv4Addr.LOCALHOST.toIpv6Mapped();

        assertThat((IpAddr) mapped).isNotEqualTo(Ipv4Addr.LOCALHOST);
        assertThat(mapped.isLoopback()).isFalse();
        assertThat(mapped.isIpv4()).isFalse();
        assertThat(mapped.isIpv6()).isTrue();
    }

    @Test
    void refusesWhatIsNoSegment() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ipv6Addr.ofSegments(1, 2, 3, 4, 5, 6, 7, 0x10000))
                .withMessage("a segment is from 0 to 0xffff, not 65536");
        assertThatIllegalArgumentException().isThrownBy(() -> Ipv6Addr.ofSegments(-1, 0, 0, 0, 0, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Ipv6Addr.ofSegments(1, 2, 3, 4, 5, 6, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> Ipv6Addr.ofOctets(new byte[4]));
    }

    /// As `std::net::Ipv6Addr::multicast_scope` has it.
    @ParameterizedTest
    @CsvSource({
        "ff00::1, ''",
        "ff01::1, INTERFACE_LOCAL",
        "ff02::1, LINK_LOCAL",
        "ff03::1, REALM_LOCAL",
        "ff04::1, ADMIN_LOCAL",
        "ff15::1, SITE_LOCAL",
        "ff06::1, ''",
        "ff07::1, ''",
        "ff38::1, ORGANIZATION_LOCAL",
        "ff09::1, ''",
        "ff0d::1, ''",
        "fffe::1, GLOBAL",
        "ff0f::1, ''",
        "fe02::1, ''",
        "::, ''",
    })
    void aMulticastAddressTellsItsScope(String text, String scope) {
        assertThat(Ipv6Addr.parse(text)
                        .multicastScope()
                        .map(MulticastScope::name)
                        .orElse(""))
                .isEqualTo(scope);
    }

    /// As `std::net::Ipv6Addr::is_unicast_global` has it.
    @ParameterizedTest
    @CsvSource({
        "::, false",
        "::1, false",
        "::2, true",
        "::ffff:1.2.3.4, true",
        "64:ff9b:1::, true",
        "2001:1::1, true",
        "2001:2::, false",
        "2001:2:1::, true",
        "2001:db8::, false",
        "2001:db9::, true",
        "3fff:fff::, false",
        "3fff:1000::, true",
        "fbff::, true",
        "fc00::, false",
        "fe7f::, true",
        "fe80::, false",
        "febf::, false",
        "fec0::, true",
        "ff0e::1, false",
    })
    void aUnicastAddressIsGlobalUnlessItIsSetAside(String text, boolean global) {
        assertThat(Ipv6Addr.parse(text).isUnicastGlobal()).isEqualTo(global);
    }

    @Test
    void masksBitByBit() {
        Ipv6Addr address = Ipv6Addr.parse("2001:db8:1:2:3:4:5:6");
        Ipv6Addr mask = Ipv6Addr.parse("ffff:ffff:ffff::ff");

        assertThat(address.and(mask)).hasToString("2001:db8:1::6");
        assertThat(address.or(mask)).hasToString("ffff:ffff:ffff:2:3:4:5:ff");
        assertThat(mask.not()).hasToString("::ffff:ffff:ffff:ffff:ff00");
    }
}
