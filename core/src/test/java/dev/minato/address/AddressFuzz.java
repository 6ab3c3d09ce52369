package dev.minato.address;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/// Any text at all: a parser gives a value whose text reads as that value again, or fails in its one way.
class AddressFuzz {
    @FuzzTest
    void ipAddresses(byte[] bytes) {
        check(bytes, Ipv4Addr::parse);
        check(bytes, Ipv6Addr::parse);
        check(bytes, IpAddr::parse);
    }

    @FuzzTest
    void networks(byte[] bytes) {
        check(bytes, IpNetwork::parse)
                .ifPresent(it -> assertThat(it.contains(it.address())).isTrue());
    }

    @FuzzTest
    void socketAddresses(byte[] bytes) {
        Optional<SocketAddr> address = check(bytes, SocketAddr::parse);
        Optional<HostPort> host = check(bytes, HostPort::parse);

        // every socket address is a host and a port, and every literal among those is a socket address
        assertThat(host.flatMap(HostPort::literal)).isEqualTo(address);
    }

    private static <T> Optional<T> check(byte[] bytes, Function<String, T> parser) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            T value = parser.apply(text);
            assertThat(parser.apply(value.toString())).isEqualTo(value).hasToString(value.toString());
            return Optional.of(value);
        } catch (AddressParseException e) {
            assertThat(e.position()).isBetween(0, text.length());
            assertThat(e.input()).isEqualTo(text);
            assertThat(e.reason()).isNotEmpty();
            assertThat(e.getMessage()).matches("[ -~]{1,700}");
            return Optional.empty();
        }
    }
}
