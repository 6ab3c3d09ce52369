package dev.minato.proxy;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.option.Bounds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A header of the PROXY protocol: what a proxy says of the client whose bytes follow.
///
/// Addresses are as the proxy sent them; an IPv4 client of a dual-stack listener comes as `::ffff:192.0.2.1`, so
/// compare canonical forms ([dev.minato.address.IpAddr#toCanonical]). Immutable, and safe to share between threads.
///
/// @param version 1 for a line of text, 2 for the binary form
/// @param command whose connection it is
/// @param source the client's address; present if the command is [ProxyCommand#PROXY], and only then
/// @param destination the address that the client has connected to; present if the source is, of its family
/// @param tlvs more facts, in the order in which they came; version 2 only
public record ProxyHeader(
        int version,
        ProxyCommand command,
        Optional<SocketAddr> source,
        Optional<SocketAddr> destination,
        List<ProxyTlv> tlvs) {

    /// All of them; the addresses without flow and scope, for which the protocol has no place.
    ///
    /// @throws IllegalArgumentException if they do not go together, or the TLVs are such as [ProxyCodec] refuses
    public ProxyHeader {
        Bounds.argument("version", 1, 2, version);
        Objects.requireNonNull(command, "command");
        source = Objects.requireNonNull(source, "source").map(ProxyHeader::plain);
        destination = Objects.requireNonNull(destination, "destination").map(ProxyHeader::plain);
        tlvs = List.copyOf(Objects.requireNonNull(tlvs, "tlvs"));
        check(command != ProxyCommand.LOCAL || version == 2, "command LOCAL is one of version 2");
        check(command != ProxyCommand.UNKNOWN || version == 1, "command UNKNOWN is one of version 1");
        check(version == 2 || tlvs.isEmpty(), "tlvs are for version 2");
        boolean hasAddresses = command == ProxyCommand.PROXY;
        check(source.isPresent() == hasAddresses, "source must be present for PROXY, and only for it");
        check(destination.isPresent() == hasAddresses, "destination must be present for PROXY, and only for it");
        check(
                source.map(SocketAddr::isIpv4).equals(destination.map(SocketAddr::isIpv4)),
                "destination must be of the family of source");
        try {
            Tlvs.check(tlvs);
        } catch (NetException e) {
            throw new IllegalArgumentException(
                    "tlvs must make sense, not " + e.detail().orElse(""), e);
        }
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    private static SocketAddr plain(SocketAddr address) {
        return SocketAddr.of(address.ip(), address.port());
    }

    /// A line of text with a client's addresses.
    ///
    /// @throws IllegalArgumentException if they are of two families
    public static ProxyHeader v1(SocketAddr source, SocketAddr destination) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(destination, "destination");
        return new ProxyHeader(1, ProxyCommand.PROXY, Optional.of(source), Optional.of(destination), List.of());
    }

    /// A line of text without addresses; some receivers refuse it.
    public static ProxyHeader unknown() {
        return new ProxyHeader(1, ProxyCommand.UNKNOWN, Optional.empty(), Optional.empty(), List.of());
    }

    /// A binary header with a client's addresses, and more about it.
    ///
    /// @throws IllegalArgumentException if they are of two families
    public static ProxyHeader v2(SocketAddr source, SocketAddr destination, ProxyTlv... tlvs) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(tlvs, "tlvs");
        return new ProxyHeader(2, ProxyCommand.PROXY, Optional.of(source), Optional.of(destination), List.of(tlvs));
    }

    /// A binary header of the proxy's own connection.
    public static ProxyHeader local(ProxyTlv... tlvs) {
        Objects.requireNonNull(tlvs, "tlvs");
        return new ProxyHeader(2, ProxyCommand.LOCAL, Optional.empty(), Optional.empty(), List.of(tlvs));
    }

    /// The first TLV of that type; empty if there is none.
    public Optional<ProxyTlv> tlv(int type) {
        return Tlvs.first(tlvs, type);
    }

    /// The application protocol between the client and the proxy, a byte a character; empty if it is not told.
    public Optional<String> alpn() {
        return Tlvs.text(tlvs, ProxyTlv.ALPN, StandardCharsets.ISO_8859_1);
    }

    /// The host name that the client asked for; empty if it is not told.
    public Optional<String> authority() {
        return Tlvs.utf8(tlvs, ProxyTlv.AUTHORITY);
    }

    /// The proxy's name for the connection; empty if it has none.
    public Optional<byte[]> uniqueId() {
        return tlv(ProxyTlv.UNIQUE_ID).map(ProxyTlv::value);
    }

    /// What the proxy says of TLS with the client; empty if it says nothing. Present does not mean that the client
    /// spoke TLS.
    public Optional<ProxySsl> ssl() {
        return tlv(ProxyTlv.SSL).flatMap(tlv -> {
            try {
                return Optional.of(ProxySsl.read(tlv.bytes()));
            } catch (NetException e) {
                throw new AssertionError("refused by the constructor", e);
            }
        });
    }

    /// The network namespace of the proxy; empty if it is not told.
    public Optional<String> netns() {
        return Tlvs.ascii(tlvs, ProxyTlv.NETNS);
    }

    /// `PROXY v2 from 192.0.2.1:50000 to 198.51.100.1:443`, `LOCAL v2`, `UNKNOWN v1`; without the TLVs.
    @Override
    public String toString() {
        String addresses = source.map(from -> " from " + from + " to "
                        + destination.map(SocketAddr::toString).orElse(""))
                .orElse("");
        return command + " v" + version + addresses;
    }
}
