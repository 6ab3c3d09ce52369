package dev.minato.address;

import java.util.Optional;

/// A reader of the host part of a text: tells names, IPv4 and IPv6 addresses apart, and checks them; see
/// [HostPort].
///
/// The WHATWG URL standard says what is a number at the end ("ends in a number checker").
final class HostReader {
    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;

    private final String subject;
    private final String text;
    private final int start;
    private final int end;

    private HostReader(String subject, String text, int start, int end) {
        this.subject = subject;
        this.text = text;
        this.start = start;
        this.end = end;
    }

    /// The address with port 0 if the chars from `start` to `end` are a literal; empty if they are a name.
    static Optional<SocketAddr> read(String subject, String text, int start, int end) {
        return new HostReader(subject, text, start, end).read();
    }

    private Optional<SocketAddr> read() {
        if (start == end) {
            throw error(start, "host is missing");
        }
        int colon = text.indexOf(':', start);
        if (colon >= 0 && colon < end) {
            return Optional.of(readIpv6());
        }
        checkChars();
        if (endsInNumber()) {
            return Optional.of(readIpv4());
        }
        checkLabels();
        return Optional.empty();
    }

    private SocketAddr readIpv6() {
        var at = cursor();
        SocketAddr address = SocketAddr.readScoped(at);
        expectEnd(at);
        return address;
    }

    private SocketAddr readIpv4() {
        try {
            var at = cursor();
            Ipv4Addr address = Ipv4Addr.read(at);
            expectEnd(at);
            return SocketAddr.of(address, 0);
        } catch (AddressParseException e) {
            throw error(e.position(), "ends in a number but is no IPv4 address: " + e.reason());
        }
    }

    private void expectEnd(Cursor at) {
        if (at.position() != end) {
            throw at.error("expected the end of the host");
        }
    }

    private Cursor cursor() {
        var at = new Cursor(subject, text);
        at.moveTo(start);
        return at;
    }

    private void checkChars() {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                throw error(i, "not ASCII (use Punycode)");
            }
            if (!isNameChar(c)) {
                throw error(i, "a name has only letters, digits, '-', '_' and '.'");
            }
        }
    }

    private static boolean isNameChar(char c) {
        int lower = c | 0x20;
        return (lower >= 'a' && lower <= 'z') || Cursor.isDigit(c) || c == '-' || c == '_' || c == '.';
    }

    /// Whether the last label, one empty label after it aside, is all digits, or `0x` and hexadecimal digits.
    private boolean endsInNumber() {
        int labelEnd = nameEnd();
        int label = Math.max(start, text.lastIndexOf('.', labelEnd - 1) + 1);
        boolean hex = text.startsWith("0x", label) || text.startsWith("0X", label);
        int digits = hex ? label + 2 : label;
        for (int i = digits; i < labelEnd; i++) {
            char c = text.charAt(i);
            if (!(hex ? Cursor.hexDigit(c) >= 0 : Cursor.isDigit(c))) {
                return false;
            }
        }
        return label < labelEnd;
    }

    private void checkLabels() {
        if (nameEnd() - start > MAX_NAME) {
            throw error(start, "name is longer than " + MAX_NAME + " chars");
        }
        int label = start;
        while (label <= nameEnd()) {
            int dot = text.indexOf('.', label);
            int labelEnd = dot < 0 ? nameEnd() : Math.min(dot, nameEnd());
            if (labelEnd == label) {
                throw error(label, "empty label");
            }
            if (labelEnd - label > MAX_LABEL) {
                throw error(label, "label is longer than " + MAX_LABEL + " chars");
            }
            label = labelEnd + 1;
        }
    }

    /// The end of the name without the one dot that may follow it.
    private int nameEnd() {
        return text.charAt(end - 1) == '.' ? end - 1 : end;
    }

    private AddressParseException error(int position, String reason) {
        return new AddressParseException(subject, text, position, reason);
    }
}
