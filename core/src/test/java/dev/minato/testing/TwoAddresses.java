package dev.minato.testing;

import dev.minato.address.IpAddr;
import dev.minato.address.SocketAddr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// A name with two addresses, in the order in which they are tried. The file `src/test/hosts`, which the JDK
/// reads in place of the system's names, has it.
///
/// @param one the address that is tried first
/// @param two the address that is tried last
public record TwoAddresses(IpAddr one, IpAddr two) {
    /// The name.
    public static final String NAME = "two.test";

    /// Its addresses. Aborts the test where a family is missing.
    public static TwoAddresses find() throws UnknownHostException {
        Loopback.IPV6.host();
        InetAddress[] all = InetAddress.getAllByName(NAME);
        if (all.length != 2) {
            throw new AssertionError(NAME + " is not in the file that the JDK reads");
        }
        return new TwoAddresses(ip(all[0]), ip(all[1]));
    }

    private static IpAddr ip(InetAddress address) {
        return SocketAddr.of(new InetSocketAddress(address, 0)).ip();
    }

    /// The first, with a port.
    public SocketAddr first(int port) {
        return SocketAddr.of(one, port);
    }

    /// The second, with a port.
    public SocketAddr second(int port) {
        return SocketAddr.of(two, port);
    }
}
