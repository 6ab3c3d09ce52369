package dev.minato.address;

import java.util.Objects;
import java.util.Optional;

/// A host and a port, as people write them: the host is a name still to be resolved, or a literal address.
///
/// ```
/// example.org:80      127.0.0.1:80      [::1]:80      [fe80::1%3]:80
/// ```
///
/// The host has no brackets here: `::1`, `fe80::1%3`. It is one of three, told apart by the text alone:
///
/// - with a colon: a strict IPv6 address, maybe with a scope in numbers;
/// - with digits only, or `0x` and hexadecimal digits, after its last dot: a strict IPv4 address. What merely
///   resembles one (`127.1`, `0x7f.1`, `01.2.3.4`, `2130706433`) is refused; resolvers would take it for an
///   address that the reader does not see;
/// - else a name: labels of 1 to 63 letters, digits, `-` and `_` with dots between them, 253 in all, and maybe
///   one more dot at the end. Other alphabets have to be written in Punycode.
///
/// Hosts are compared as they are written; a name is not folded to one case. Immutable, and safe to share
/// between threads.
///
/// @param host a name, an IPv4 address, or an IPv6 address without brackets
/// @param port from 0 to 65535
public record HostPort(String host, int port) {
    private static final String SUBJECT = "host and port";

    /// A host and a port that are apart already.
    ///
    /// @throws AddressParseException if `host` is none of the three; the position counts from its start
    /// @throws IllegalArgumentException if the port is not from 0 to 65535
    public HostPort {
        Objects.requireNonNull(host, "host");
        HostReader.read("host", host, 0, host.length());
        SocketAddr.checkPort(port);
    }

    /// Reads a host, a colon and a port; an IPv6 address stands in brackets, and nothing else does. The port is
    /// always there, decimal, without sign, spaces and leading zeros.
    ///
    /// @throws AddressParseException if `text` is anything else, such as `::1:80`, where the port cannot be
    ///     told apart
    public static HostPort parse(String text) {
        Objects.requireNonNull(text, "text");
        return text.startsWith("[") ? parseBracketed(text) : parsePlain(text);
    }

    private static HostPort parseBracketed(String text) {
        int end = text.indexOf(']');
        if (end < 0) {
            throw error(text, text.length(), "']' is missing");
        }
        if (text.lastIndexOf(':', end) < 0) {
            throw error(text, 1, "only an IPv6 address stands in brackets");
        }
        return parseParts(text, 1, end, end + 1);
    }

    private static HostPort parsePlain(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw error(text, text.length(), "port is missing");
        }
        int second = text.indexOf(':', colon + 1);
        if (second >= 0) {
            throw error(text, second, "more than one ':' (an IPv6 address with a port needs brackets)");
        }
        return parseParts(text, 0, colon, colon);
    }

    private static HostPort parseParts(String text, int hostStart, int hostEnd, int portStart) {
        HostReader.read(SUBJECT, text, hostStart, hostEnd);
        var at = new Cursor(SUBJECT, text);
        at.moveTo(portStart);
        int port = SocketAddr.readPort(at);
        at.expectEnd();
        return new HostPort(text.substring(hostStart, hostEnd), port);
    }

    /// The address, if the host is a literal; empty if it is a name, which has to be resolved. Resolves
    /// nothing.
    public Optional<SocketAddr> literal() {
        return HostReader.read("host", host, 0, host.length()).map(address -> address.withPort(port));
    }

    /// The text that [#parse(String)] reads, with brackets where they are needed.
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    private static AddressParseException error(String text, int position, String reason) {
        return new AddressParseException(SUBJECT, text, position, reason);
    }
}
