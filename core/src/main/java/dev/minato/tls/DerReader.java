package dev.minato.tls;

import java.util.Arrays;

/// A reader of the elements of DER (X.690) in a range of bytes: tag, length, content.
///
/// Reads what the structure around a key has, with definite lengths and tags of one byte. Not safe for use by
/// several threads.
final class DerReader {
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;

    private static final int LONG_FORM = 0x80;
    private static final int MAX_OID = 64;

    private final byte[] bytes;
    private final int end;
    private int position;

    DerReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private DerReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    /// Whether there is no further element.
    boolean isAtEnd() {
        return position == end;
    }

    /// The tag of the next element; -1 at the end.
    int nextTag() {
        return isAtEnd() ? -1 : bytes[position] & 0xff;
    }

    /// The elements inside the next one, which must have `tag`.
    DerReader enter(int tag) throws MalformedException {
        int from = position;
        int contentEnd = skip(tag);
        return new DerReader(bytes, from + headerLength(from), contentEnd);
    }

    /// A copy of the content of the next element, which must have `tag`.
    byte[] content(int tag) throws MalformedException {
        DerReader inner = enter(tag);
        return Arrays.copyOfRange(bytes, inner.position, inner.end);
    }

    /// A copy of the next element, tag and length included.
    byte[] element() throws MalformedException {
        int from = position;
        return Arrays.copyOfRange(bytes, from, skip(nextTag()));
    }

    /// The next element, an object identifier, as `1.2.840.10045.2.1`.
    String objectIdentifier() throws MalformedException {
        byte[] content = content(OBJECT_IDENTIFIER);
        if (content.length == 0 || content.length > MAX_OID || content[content.length - 1] < 0) {
            throw malformed();
        }
        var text = new StringBuilder();
        long arc = 0;
        for (byte b : content) {
            arc = arc << 7 | b & 0x7f;
            if (b >= 0) {
                text.append(text.isEmpty() ? first(arc) : "." + arc);
                arc = 0;
            }
        }
        return text.toString();
    }

    private static String first(long arc) {
        long root = Math.min(arc / 40, 2);
        return root + "." + (arc - root * 40);
    }

    /// Checks that nothing follows.
    void expectEnd() throws MalformedException {
        if (!isAtEnd()) {
            throw malformed();
        }
    }

    /// Moves behind the next element; returns where it ends.
    private int skip(int tag) throws MalformedException {
        if (end - position < 2 || nextTag() != tag) {
            throw malformed();
        }
        int header = headerLength(position);
        if (header > end - position) {
            throw malformed();
        }
        long length = length(position);
        if (length > end - position - header) {
            throw malformed();
        }
        position += header + (int) length;
        return position;
    }

    private int headerLength(int at) throws MalformedException {
        int first = bytes[at + 1] & 0xff;
        if (first < LONG_FORM) {
            return 2;
        }
        int count = first - LONG_FORM;
        if (count == 0 || count > 4) {
            throw malformed();
        }
        return 2 + count;
    }

    private long length(int at) throws MalformedException {
        int header = headerLength(at);
        if (header == 2) {
            return bytes[at + 1];
        }
        long length = 0;
        for (int i = at + 2; i < at + header; i++) {
            length = length << 8 | bytes[i] & 0xff;
        }
        return length;
    }

    private static MalformedException malformed() {
        return new MalformedException("its DER is malformed or cut off");
    }
}
