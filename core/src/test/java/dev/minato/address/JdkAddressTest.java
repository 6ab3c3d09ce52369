package dev.minato.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The way to the JDK's addresses and back: family, scope and port stay; nothing is looked up.
class JdkAddressTest {
    @Test
    void ipv4GoesThereAndBack() throws Exception {
        InetSocketAddress jdk = SocketAddr.parse("192.0.2.1:80").toInetSocketAddress();

        assertThat(jdk.getAddress()).isInstanceOf(Inet4Address.class);
        assertThat(jdk).isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 80));
        assertThat(SocketAddr.of(jdk)).isEqualTo(SocketAddr.parse("192.0.2.1:80"));
    }

    @Test
    void ipv6GoesThereAndBackWithItsScope() {
        InetSocketAddress jdk = SocketAddr.parse("[fe80::1%7]:80").toInetSocketAddress();

        assertThat(((Inet6Address) jdk.getAddress()).getScopeId()).isEqualTo(7);
        assertThat(SocketAddr.of(jdk)).isEqualTo(SocketAddr.parse("[fe80::1%7]:80"));
    }

    @Test
    void noScopeIsNoScopeForTheJdkToo() {
        InetAddress jdk = SocketAddr.parse("[fe80::1]:80").toInetSocketAddress().getAddress();

        assertThat(jdk.getHostAddress()).isEqualTo("fe80:0:0:0:0:0:0:1");
        assertThat(Ipv6Addr.parse("fe80::1").toInetAddress().getHostAddress()).isEqualTo("fe80:0:0:0:0:0:0:1");
    }

    @Test
    void aMappedAddressStaysIpv6() {
        SocketAddr mapped = SocketAddr.parse("[::ffff:192.0.2.1]:80");

        assertThat(mapped.toInetSocketAddress().getAddress()).isInstanceOf(Inet6Address.class);
        assertThat(mapped.ip().toInetAddress()).isInstanceOf(Inet6Address.class);
        assertThat(SocketAddr.of(mapped.toInetSocketAddress())).isEqualTo(mapped);
        assertThat(IpAddr.of(mapped.ip().toInetAddress())).isEqualTo(mapped.ip());
    }

    /// The trap that [#aMappedAddressStaysIpv6()] avoids: whoever takes an address from the JDK's own parser,
    /// or from the peer of an IPv6 channel, has an IPv4 address already.
    @Test
    void theJdkTurnsMappedAddressesIntoIpv4ByItself() throws Exception {
        Ipv6Addr mapped = Ipv6Addr.parse("::ffff:192.0.2.1");

        assertThat(InetAddress.getByAddress(mapped.octets())).isInstanceOf(Inet4Address.class);
        assertThat(IpAddr.of(InetAddress.ofLiteral("::ffff:192.0.2.1"))).isEqualTo(mapped.toCanonical());
    }

    @Test
    void theScopeOfAnAddressWithTheNameOfItsInterfaceIsANumber() throws Exception {
        Optional<Inet6Address> scoped = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet6Address v6 && v6.getScopedInterface() != null)
                .map(Inet6Address.class::cast)
                .findFirst();
        assumeThat(scoped).as("an IPv6 address on an interface of this machine").isPresent();
        Inet6Address jdk = scoped.orElseThrow();

        assertThat(jdk.getHostAddress()).endsWith("%" + jdk.getScopedInterface().getName());
        assertThat(SocketAddr.of(new InetSocketAddress(jdk, 80)))
                .isEqualTo(SocketAddr.ofV6(
                        Ipv6Addr.ofOctets(jdk.getAddress()),
                        80,
                        0,
                        jdk.getScopedInterface().getIndex()));
    }

    @Test
    void theNameOfAnAddressIsForgotten() throws Exception {
        var named = new InetSocketAddress(InetAddress.getByAddress("example.org", new byte[] {1, 2, 3, 4}), 80);

        assertThat(SocketAddr.of(named)).hasToString("1.2.3.4:80");
        assertThat(SocketAddr.of(named).toInetSocketAddress()).hasToString("/1.2.3.4:80");
    }

    @Test
    void anUnresolvedAddressIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SocketAddr.of(InetSocketAddress.createUnresolved("example.org", 80)))
                .withMessage("address must be resolved: example.org");
    }

    @Test
    void repeatedCallsReturnTheSameObject() {
        SocketAddr address = SocketAddr.parse("[::1]:80");

        assertThat(address.toInetSocketAddress()).isSameAs(address.toInetSocketAddress());
        assertThat(address.withPort(81).toInetSocketAddress().getPort()).isEqualTo(81);
    }
}
