package dev.minato.tls;

import java.nio.ByteBuffer;

/// The header of a TLS record (RFC 8446 section 5.1), as far as it says how long the record is.
///
/// ```
///   0      1       3        5
///   ├─ type ┼ version ┼ length ┼──── payload ────┤
///    20..24    3, any
/// ```
final class RecordHeader {
    static final int SIZE = 5;

    private static final int MIN_TYPE = 20;
    private static final int MAX_TYPE = 24;
    private static final int MAJOR_VERSION = 3;
    private static final int LENGTH = 3;

    /// The most that TLS 1.2 allows a payload to be (RFC 5246 section 6.2.3).
    private static final int MAX_PAYLOAD = (1 << 14) + 2048;

    private RecordHeader() {}

    /// Whether a whole record is in front, or what cannot be the beginning of one: either way the engine says
    /// what it is.
    static boolean isComplete(ByteBuffer bytes) {
        int count = bytes.remaining();
        if (count > 0 && !isRecord(bytes)) {
            return true;
        }
        if (count < SIZE) {
            return false;
        }
        int payload = payload(bytes);
        return payload > MAX_PAYLOAD || count >= SIZE + payload;
    }

    /// Whether the bytes, at least one, may begin a record.
    static boolean isRecord(ByteBuffer bytes) {
        int type = bytes.get(bytes.position());
        boolean isVersion = bytes.remaining() == 1 || bytes.get(bytes.position() + 1) == MAJOR_VERSION;
        return type >= MIN_TYPE && type <= MAX_TYPE && isVersion;
    }

    /// The length of the payload in front; what there is if that is no record.
    static int payload(ByteBuffer bytes) {
        return bytes.remaining() < SIZE ? bytes.remaining() : Short.toUnsignedInt(length(bytes));
    }

    /// In the byte order of the network, whatever the buffer's.
    private static short length(ByteBuffer bytes) {
        int at = bytes.position() + LENGTH;
        return (short) (bytes.get(at) << Byte.SIZE | Byte.toUnsignedInt(bytes.get(at + 1)));
    }
}
