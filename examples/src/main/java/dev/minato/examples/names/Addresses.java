package dev.minato.examples.names;

import dev.minato.address.AddressParseException;
import dev.minato.address.IpAddr;
import dev.minato.address.Ipv4Addr;
import dev.minato.address.SocketAddr;

/// Addresses are values: read from text, asked what they are, compared, printed. Nothing is ever looked up.
///
/// ```
/// $ examples/run Addresses
/// ```
final class Addresses {
    static void main(String[] args) {
        for (String text : new String[] {"127.0.0.1:80", "[::ffff:7f00:1]:80", "10.1.2.3:80", "[2001:db8::1]:80"}) {
            IO.println(text + " " + describe(SocketAddr.parse(text)));
        }
        IO.println("127.1:80 " + whyNot("127.1:80"));
    }

    // @start region="network"
    private static final Ipv4Addr OFFICE = Ipv4Addr.of(10, 1, 0, 0);
    private static final Ipv4Addr MASK = Ipv4Addr.of(255, 255, 0, 0);

    static String describe(SocketAddr peer) {
        IpAddr ip = peer.ip().toCanonical(); // an IPv4 client of an IPv6 listener is ::ffff:a.b.c.d
        if (ip.isLoopback()) {
            return "from this machine";
        }
        return ip instanceof Ipv4Addr v4 && v4.and(MASK).equals(OFFICE) ? "from the office" : "from elsewhere";
    }
    // @end

    // @start region="parse"
    static String whyNot(String text) {
        try {
            return "is " + SocketAddr.parse(text);
        } catch (AddressParseException e) {
            return "is no address: " + e.reason() + " at position " + e.position();
        }
    }
    // @end

    private Addresses() {}
}
