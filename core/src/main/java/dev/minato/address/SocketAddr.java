package dev.minato.address;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An IP address and a port, and for IPv6 a flow and a scope: what a socket binds to or connects to.
///
/// Nothing is ever resolved; for a name there is [HostPort]. Port 0 asks for any free port when a socket is
/// bound. The scope is the number of the interface that a link-local address belongs to; 0 is none.
///
/// Two addresses are equal if all of address, port, flow and scope are. The order is that of the addresses
/// (IPv4 before IPv6), then of port, flow and scope.
///
/// Immutable, and safe to share between threads. Follows `std::net::SocketAddr`; its parser takes ports and
/// scopes with leading zeros and scopes above 2147483647, this one does not.
public final class SocketAddr implements Comparable<SocketAddr> {
    static final int MAX_PORT = 65535;

    private final IpAddr ip;
    private final int port;
    private final int flowInfo;
    private final int scopeId;

    /// Made at the first use. Threads may race to write it: they write equal values, whose own fields are
    /// final.
    private @Nullable InetSocketAddress inetSocketAddress;

    private SocketAddr(IpAddr ip, int port, int flowInfo, int scopeId) {
        this.ip = ip;
        this.port = port;
        this.flowInfo = flowInfo;
        this.scopeId = scopeId;
    }

    /// The address of `port` at `ip`, without flow and scope.
    ///
    /// @throws IllegalArgumentException if the port is not from 0 to 65535
    public static SocketAddr of(IpAddr ip, int port) {
        Objects.requireNonNull(ip, "ip");
        return new SocketAddr(ip, checkPort(port), 0, 0);
    }

    /// An IPv6 address with a flow and a scope.
    ///
    /// @param flowInfo the 32 bits of `sin6_flowinfo` (RFC 3493), as one number; 0 for none.
    ///     [#toInetSocketAddress()] cannot carry them
    /// @param scopeId the number of an interface; 0 for none
    /// @throws IllegalArgumentException if the port is not from 0 to 65535, or the scope is negative
    public static SocketAddr ofV6(Ipv6Addr ip, int port, int flowInfo, int scopeId) {
        Objects.requireNonNull(ip, "ip");
        if (scopeId < 0) {
            throw new IllegalArgumentException("scopeId must be at least 0, not " + scopeId);
        }
        return new SocketAddr(ip, checkPort(port), flowInfo, scopeId);
    }

    /// The same address as the JDK has it, in the family of its class, without its name. The scope of an
    /// [Inet6Address] is kept as a number, also if it was given as the name of an interface.
    ///
    /// An unresolved one has a name and no address. What a call looks up is the name: give it
    /// `address.getHostString()` and `address.getPort()`.
    ///
    /// @throws IllegalArgumentException if `address` is unresolved
    public static SocketAddr of(InetSocketAddress address) {
        Objects.requireNonNull(address, "address");
        var inet = address.getAddress();
        if (inet == null) {
            throw new IllegalArgumentException("address must be resolved: " + address.getHostString());
        }
        int scopeId = inet instanceof Inet6Address v6 ? v6.getScopeId() : 0;
        return new SocketAddr(IpAddr.of(inet), address.getPort(), 0, scopeId);
    }

    /// Reads `1.2.3.4:80`, `[::1]:80` or `[fe80::1%3]:80`: a strict literal and a port, both always there. A
    /// port and a scope are decimal, without sign and leading zeros; a scope is at most 2147483647.
    ///
    /// @throws AddressParseException if `text` is anything else, such as a name with a port
    public static SocketAddr parse(String text) {
        Objects.requireNonNull(text, "text");
        var at = new Cursor("socket address", text);
        SocketAddr address = at.isAt('[') ? readV6(at) : of(Ipv4Addr.read(at), readPort(at));
        at.expectEnd();
        return address;
    }

    private static SocketAddr readV6(Cursor at) {
        at.expect('[');
        SocketAddr unbound = readScoped(at);
        at.expect(']');
        return unbound.withPort(readPort(at));
    }

    /// An IPv6 address and its scope, if it has one, with port 0.
    static SocketAddr readScoped(Cursor at) {
        Ipv6Addr ip = Ipv6Reader.read(at);
        return ofV6(ip, 0, 0, at.take('%') ? at.decimal("scope", Integer.MAX_VALUE) : 0);
    }

    /// A colon and a port.
    static int readPort(Cursor at) {
        if (at.isAtEnd()) {
            throw at.error("port is missing");
        }
        at.expect(':');
        return at.decimal("port", MAX_PORT);
    }

    /// The address.
    public IpAddr ip() {
        return ip;
    }

    /// The port, from 0 to 65535.
    public int port() {
        return port;
    }

    /// The 32 bits of `sin6_flowinfo`; 0 for IPv4.
    public int flowInfo() {
        return flowInfo;
    }

    /// The number of the interface that the address belongs to; 0 for none, and for IPv4.
    public int scopeId() {
        return scopeId;
    }

    /// Whether the address is an [Ipv4Addr].
    public boolean isIpv4() {
        return ip.isIpv4();
    }

    /// Whether the address is an [Ipv6Addr], an IPv4-mapped one included.
    public boolean isIpv6() {
        return ip.isIpv6();
    }

    /// This address with another port.
    ///
    /// @throws IllegalArgumentException if the port is not from 0 to 65535
    public SocketAddr withPort(int port) {
        return new SocketAddr(ip, checkPort(port), flowInfo, scopeId);
    }

    /// The same port at another address, which may be of the other family. Without flow and scope, which belong
    /// to the address that is left.
    public SocketAddr withIp(IpAddr ip) {
        Objects.requireNonNull(ip, "ip");
        return new SocketAddr(ip, port, 0, 0);
    }

    /// This IPv6 address with another scope; 0 for none.
    ///
    /// @throws IllegalArgumentException if the scope is negative, or this is an IPv4 address, which has none
    public SocketAddr withScopeId(int scopeId) {
        return ofV6(v6(), port, flowInfo, scopeId);
    }

    /// This IPv6 address with another flow; 0 for none.
    ///
    /// @throws IllegalArgumentException if this is an IPv4 address, which has none
    public SocketAddr withFlowInfo(int flowInfo) {
        return ofV6(v6(), port, flowInfo, scopeId);
    }

    private Ipv6Addr v6() {
        if (ip instanceof Ipv6Addr v6) {
            return v6;
        }
        throw new IllegalArgumentException("an IPv4 address has neither flow nor scope: " + this);
    }

    /// The JDK's form, resolved, without a name and without the flow (the JDK has no place for it).
    ///
    /// The family stays: an IPv4-mapped address gives an [Inet6Address], which a channel opened for IPv6 takes
    /// and one opened for IPv4 refuses. (The JDK itself mostly hands out an `Inet4Address` in its place, even
    /// as the peer of an IPv6 channel.)
    ///
    /// The first call makes the object; all later ones return it and allocate nothing.
    public InetSocketAddress toInetSocketAddress() {
        InetSocketAddress made = inetSocketAddress;
        if (made == null) {
            var inet = ip instanceof Ipv6Addr v6 ? v6.toInetAddress(scopeId) : ip.toInetAddress();
            made = new InetSocketAddress(inet, port);
            inetSocketAddress = made;
        }
        return made;
    }

    @Override
    public int compareTo(SocketAddr other) {
        Objects.requireNonNull(other, "other");
        int order = ip.compareTo(other.ip);
        if (order == 0) {
            order = Integer.compare(port, other.port);
        }
        if (order == 0) {
            order = Integer.compareUnsigned(flowInfo, other.flowInfo);
        }
        return order != 0 ? order : Integer.compare(scopeId, other.scopeId);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SocketAddr that
                && ip.equals(that.ip)
                && port == that.port
                && flowInfo == that.flowInfo
                && scopeId == that.scopeId;
    }

    @Override
    public int hashCode() {
        return ((ip.hashCode() * 31 + port) * 31 + flowInfo) * 31 + scopeId;
    }

    /// The text that [#parse(String)] reads: `1.2.3.4:80`, `[::1]:80`, `[fe80::1%3]:80`. It does not show the
    /// flow.
    @Override
    public String toString() {
        if (isIpv4()) {
            return ip + ":" + port;
        }
        return "[" + ip + (scopeId == 0 ? "" : "%" + scopeId) + "]:" + port;
    }

    static int checkPort(int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must be from 0 to 65535, not " + port);
        }
        return port;
    }
}
