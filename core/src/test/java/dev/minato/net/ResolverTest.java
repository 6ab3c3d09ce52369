package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.address.IpAddr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import dev.minato.testing.TwoAddresses;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names become addresses, literals stay what they are, and what is neither is refused without asking anybody.
@NetworkTest
class ResolverTest {
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void allAddressesOfANameInTheirOrder() throws Exception {
        var two = TwoAddresses.find();
        assertThat(Resolver.lookupHost(TwoAddresses.NAME)).containsExactly(two.one(), two.two());
        assertThat(Resolver.lookupHost(TwoAddresses.NAME, LONG)).containsExactly(two.one(), two.two());
        assertThat(Resolver.lookupHost(TwoAddresses.NAME, 80)).containsExactly(two.first(80), two.second(80));
        assertThat(Resolver.lookupHost(TwoAddresses.NAME, 80, LONG)).containsExactly(two.first(80), two.second(80));
    }

    @Test
    void localhostIsThisMachine() throws NetException {
        assertThat(Resolver.lookupHost("localhost")).isNotEmpty().allMatch(IpAddr::isLoopback);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "255.255.255.255", "fe80::1", "::ffff:1.2.3.4"})
    void literalsAreNotLookedUp(String literal) throws NetException {
        assertThat(Resolver.lookupHost(literal)).isEqualTo(List.of(IpAddr.parse(literal)));
    }

    @Test
    void scopesAreNumbersAndKeptWithAPort() throws NetException {
        assertThat(Resolver.lookupHost("fe80::1%3", 7)).containsExactly(SocketAddr.parse("[fe80::1%3]:7"));
        Expect.failure(ErrorKind.INVALID_INPUT, "resolve", "fe80::1%lo", () -> Resolver.lookupHost("fe80::1%lo"));
    }

    /// Each of these means something to some resolver, and nothing to the reader.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.1",
                "0x7f.1",
                "0x7f000001",
                "2130706433",
                "01.2.3.4",
                "127.0.0.01",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.2.3.4.",
                "a.1",
                "",
                " ",
                ".",
                "a..b",
                ".a",
                "a b",
                "localhost ",
                "a/b",
                "a:80",
                "[::1]",
                "::1]",
                ":::",
                "a\0b",
                "bücher.test",
                "faß.de",
                "例え.test",
            })
    void whatIsNoHostIsRefused(String host) {
        Expect.failure(ErrorKind.INVALID_INPUT, "resolve", host, () -> Resolver.lookupHost(host));
    }

    @ParameterizedTest
    @CsvSource({"127.1, ends in a number", "bücher.test, Punycode", "a..b, empty label", "'', host is missing"})
    void refusalSaysWhy(String host, String reason) {
        assertThat(Expect.failure(ErrorKind.INVALID_INPUT, () -> Resolver.lookupHost(host)))
                .hasMessageContaining(reason);
    }

    @Test
    void lengthsAreLimited() {
        String label = "a".repeat(63);
        Expect.failure(ErrorKind.HOST_NOT_FOUND, () -> Resolver.lookupHost(label + ".invalid"));
        Expect.failure(ErrorKind.INVALID_INPUT, () -> Resolver.lookupHost(label + "a.invalid"));
        String longest = String.join(".", label, label, label, "a".repeat(61));
        assertThat(longest).hasSize(253);
        Expect.failure(ErrorKind.HOST_NOT_FOUND, "resolve", longest, () -> Resolver.lookupHost(longest));
        Expect.failure(ErrorKind.INVALID_INPUT, () -> Resolver.lookupHost("b" + longest));
    }

    @Test
    void unknownNameIsNotFound() {
        Expect.failure(
                ErrorKind.HOST_NOT_FOUND, "resolve", "nobody.invalid", () -> Resolver.lookupHost("nobody.invalid"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void portIsAPort(int port) {
        assertThatIllegalArgumentException().isThrownBy(() -> Resolver.lookupHost("a.test", port));
    }

    @Test
    void timeoutIsPositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> Resolver.lookupHost("localhost", Duration.ZERO));
    }

    /// Whether the answer or the interrupt comes first is open; nothing else may happen, and the flag stays.
    @ParameterizedTest
    @EnumSource
    void interruptEndsTheWait(Threads threads) {
        for (int i = 0; i < 100; i++) {
            var call = threads.call(() -> Resolver.lookupHost("localhost"));
            call.interrupt();
            try {
                call.result();
            } catch (AssertionError e) {
                Expect.says(call.failure(), ErrorKind.INTERRUPTED, "resolve", "localhost");
                assertThat(call.wasInterruptedAtEnd()).isTrue();
            }
        }
    }

    @Test
    void interruptedThreadGetsItsLiteral() throws NetException {
        Thread.currentThread().interrupt();
        try {
            assertThat(Resolver.lookupHost("127.0.0.1", 1)).containsExactly(Loopback.IPV4.at(1));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
