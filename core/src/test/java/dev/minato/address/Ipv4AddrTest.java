package dev.minato.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The ranges of IPv4 that have a name, at their edges, and the forms of an address.
class Ipv4AddrTest {
    @ParameterizedTest
    @CsvSource({
        "unspecified,   0.0.0.0,        0.0.0.0",
        "loopback,      127.0.0.0,      127.255.255.255",
        "private,       10.0.0.0,       10.255.255.255",
        "private,       172.16.0.0,     172.31.255.255",
        "private,       192.168.0.0,    192.168.255.255",
        "link-local,    169.254.0.0,    169.254.255.255",
        "multicast,     224.0.0.0,      239.255.255.255",
        "broadcast,     255.255.255.255, 255.255.255.255",
        "documentation, 192.0.2.0,      192.0.2.255",
        "documentation, 198.51.100.0,   198.51.100.255",
        "documentation, 203.0.113.0,    203.0.113.255",
        "shared,        100.64.0.0,     100.127.255.255",
        "benchmarking,  198.18.0.0,     198.19.255.255",
        "reserved,      240.0.0.0,      255.255.255.254",
        "not global,    0.0.0.0,        0.255.255.255",
        "not global,    10.0.0.0,       10.255.255.255",
        "not global,    100.64.0.0,     100.127.255.255",
        "not global,    127.0.0.0,      127.255.255.255",
        "not global,    169.254.0.0,    169.254.255.255",
        "not global,    172.16.0.0,     172.31.255.255",
        "not global,    192.0.0.0,      192.0.0.8",
        "not global,    192.0.0.11,     192.0.0.255",
        "not global,    192.0.2.0,      192.0.2.255",
        "not global,    192.168.0.0,    192.168.255.255",
        "not global,    198.18.0.0,     198.19.255.255",
        "not global,    198.51.100.0,   198.51.100.255",
        "not global,    203.0.113.0,    203.0.113.255",
        "not global,    240.0.0.0,      255.255.255.255",
    })
    void aRangeEndsExactlyAtItsEdges(String range, String first, String last) {
        Predicate<Ipv4Addr> contains = predicate(range);
        Ipv4Addr from = Ipv4Addr.parse(first);
        Ipv4Addr to = Ipv4Addr.parse(last);

        assertThat(from).matches(contains);
        assertThat(to).matches(contains);
        if (from.bits() != 0) {
            assertThat(Ipv4Addr.ofBits(from.bits() - 1)).matches(contains.negate());
        }
        if (to.bits() != -1) {
            assertThat(Ipv4Addr.ofBits(to.bits() + 1)).matches(contains.negate());
        }
    }

    private static Predicate<Ipv4Addr> predicate(String range) {
        return switch (range) {
            case "unspecified" -> Ipv4Addr::isUnspecified;
            case "loopback" -> Ipv4Addr::isLoopback;
            case "private" -> Ipv4Addr::isPrivate;
            case "link-local" -> Ipv4Addr::isLinkLocal;
            case "multicast" -> Ipv4Addr::isMulticast;
            case "broadcast" -> Ipv4Addr::isBroadcast;
            case "documentation" -> Ipv4Addr::isDocumentation;
            case "shared" -> Ipv4Addr::isShared;
            case "benchmarking" -> Ipv4Addr::isBenchmarking;
            case "reserved" -> Ipv4Addr::isReserved;
            case "not global" -> address -> !address.isGlobal();
            default -> throw new AssertionError(range);
        };
    }

    @Test
    void theConstantsAreWhatTheySay() {
        assertThat(Ipv4Addr.LOCALHOST).hasToString("127.0.0.1");
        assertThat(Ipv4Addr.UNSPECIFIED).hasToString("0.0.0.0");
        assertThat(Ipv4Addr.BROADCAST).hasToString("255.255.255.255");
    }

    @Test
    void allFormsMakeTheSameAddress() {
        Ipv4Addr address = Ipv4Addr.of(192, 0, 2, 200);

        assertThat(Ipv4Addr.ofBits(0xc00002c8)).isEqualTo(address).hasSameHashCodeAs(address);
        assertThat(Ipv4Addr.ofOctets(new byte[] {(byte) 192, 0, 2, (byte) 200})).isEqualTo(address);
        assertThat(address.octets()).containsExactly(192, 0, 2, 200);
        assertThat(address.toCanonical()).isSameAs(address);
    }

    @Test
    void theCallersArrayIsNotKept() {
        Ipv4Addr address = Ipv4Addr.of(1, 2, 3, 4);
        address.octets()[0] = 9;

        assertThat(address).hasToString("1.2.3.4");
    }

    @Test
    void embedsInIpv6() {
        assertThat(Ipv4Addr.of(255, 2, 3, 4).toIpv6Mapped()).hasToString("::ffff:255.2.3.4");
        assertThat(Ipv4Addr.of(255, 2, 3, 4).toIpv6Compatible()).hasToString("::ff02:304");
    }

    @Test
    void refusesWhatIsNoOctet() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ipv4Addr.of(1, 2, 3, 256))
                .withMessage("an octet is from 0 to 255, not 256");
        assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Addr.of(-1, 2, 3, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Addr.ofOctets(new byte[3]));
        assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Addr.ofOctets(new byte[16]));
    }

    @Test
    void masksBitByBit() {
        Ipv4Addr address = Ipv4Addr.parse("192.168.20.30");
        Ipv4Addr mask = Ipv4Addr.parse("255.255.255.0");

        assertThat(address.and(mask)).hasToString("192.168.20.0");
        assertThat(address.or(mask.not())).hasToString("192.168.20.255");
        assertThat(mask.not()).hasToString("0.0.0.255");
    }
}
