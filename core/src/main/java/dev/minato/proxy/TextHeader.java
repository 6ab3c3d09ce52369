package dev.minato.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.address.AddressParseException;
import dev.minato.address.IpAddr;
import dev.minato.address.Ipv4Addr;
import dev.minato.address.Ipv6Addr;
import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Version 1: a line of text.
///
/// ```
///  PROXY TCP4 192.0.2.1 198.51.100.1 50000 443\r\n
///  PROXY TCP6 2001:db8::1 2001:db8::2 50000 443\r\n
///  PROXY UNKNOWN anything\r\n
/// ```
final class TextHeader {
    /// The length of the longest line, with its end.
    static final int MAX = 107;

    static final byte[] PREFIX = "PROXY ".getBytes(US_ASCII);
    private static final String UNKNOWN = "UNKNOWN";
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;

    private TextHeader() {}

    /// Takes a line from the front of `input`; empty if it has not come whole.
    static Optional<ProxyHeader> decode(ByteBuffer input) throws NetException {
        Signature.check(input, PREFIX);
        int end = end(input);
        if (end < 0) {
            return Optional.empty();
        }
        var line = new byte[end - input.position() - PREFIX.length];
        input.get(input.position() + PREFIX.length, line);
        ProxyHeader header = parse(new String(line, ISO_8859_1));
        input.position(end + 2);
        return Optional.of(header);
    }

    /// The index of the CRLF; -1 if it has not come. Half of one ends no line, and is no part of one.
    private static int end(ByteBuffer input) throws NetException {
        int last = Math.min(input.remaining(), MAX) - 1;
        for (int i = PREFIX.length; i <= last; i++) {
            byte b = input.get(input.position() + i);
            if (b == '\n') {
                throw Tlvs.invalid("the PROXY line has an LF without a CR");
            }
            if (b == '\r') {
                if (i == last) {
                    break;
                }
                if (input.get(input.position() + i + 1) != '\n') {
                    throw Tlvs.invalid("the PROXY line has a CR without an LF");
                }
                return input.position() + i;
            }
        }
        if (input.remaining() >= MAX) {
            throw Tlvs.invalid("the PROXY line is longer than " + MAX + " bytes");
        }
        return -1;
    }

    /// @param line what stands between `PROXY ` and the end
    private static ProxyHeader parse(String line) throws NetException {
        if (line.equals(UNKNOWN) || line.startsWith(UNKNOWN + " ")) {
            return ProxyHeader.unknown();
        }
        String[] fields = line.split(" ", -1);
        boolean isIpv4 = fields[0].equals("TCP4");
        if (!isIpv4 && !fields[0].equals("TCP6")) {
            throw Tlvs.invalid("the PROXY line names neither TCP4, TCP6 nor UNKNOWN");
        }
        if (fields.length != 5) {
            throw Tlvs.invalid("the PROXY line has " + fields.length + " fields behind PROXY, not 5");
        }
        IpAddr source = address(fields[1], isIpv4);
        IpAddr destination = address(fields[2], isIpv4);
        return ProxyHeader.v1(SocketAddr.of(source, port(fields[3])), SocketAddr.of(destination, port(fields[4])));
    }

    private static IpAddr address(String text, boolean isIpv4) throws NetException {
        try {
            return isIpv4 ? Ipv4Addr.parse(text) : Ipv6Addr.parse(text);
        } catch (AddressParseException e) {
            throw Tlvs.invalid("the PROXY line: " + e.getMessage());
        }
    }

    private static int port(String text) throws NetException {
        boolean isNumber = !text.isEmpty()
                && text.length() <= MAX_PORT_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && (text.length() == 1 || text.charAt(0) != '0');
        int port = isNumber ? Integer.parseInt(text) : -1;
        if (port < 0 || port > MAX_PORT) {
            throw Tlvs.invalid("the PROXY line has a port that is no number from 0 to 65535 without leading zeros");
        }
        return port;
    }

    static byte[] encode(ProxyHeader header) {
        return header.source()
                .flatMap(source -> header.destination().map(destination -> line(source, destination)))
                .orElse("PROXY UNKNOWN\r\n")
                .getBytes(US_ASCII);
    }

    private static String line(SocketAddr source, SocketAddr destination) {
        return "PROXY " + (source.isIpv4() ? "TCP4 " : "TCP6 ") + source.ip() + " " + destination.ip() + " "
                + source.port() + " " + destination.port() + "\r\n";
    }
}
