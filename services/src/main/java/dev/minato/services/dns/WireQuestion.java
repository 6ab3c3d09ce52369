package dev.minato.services.dns;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A question in the bytes of a message; equal to another one whose name differs in case only.
///
/// ```
///   03 w w w 07 e x a m p l e 03 c o m 00   00 01   00 01
///   └────────── name, at most 255 ───────┘  type    class IN
/// ```
final class WireQuestion {
    /// Where the question of a message begins: behind the header.
    static final int OFFSET = 12;

    /// The most bytes of a question.
    static final int MAX = 255 + 4;

    private static final int MAX_NAME = 255;
    private static final int MAX_LABEL = 63;

    private final byte[] bytes;
    private final boolean dnssecOk;
    private final int hash;

    private WireQuestion(byte[] bytes, boolean dnssecOk) {
        this.bytes = bytes;
        this.dnssecOk = dnssecOk;
        this.hash = hash(bytes);
    }

    /// The bytes of a question, without the records of DNSSEC.
    static WireQuestion of(DnsQuestion question) {
        return new WireQuestion(
                DnsMessages.wire(question.name(), question.type().code()), false);
    }

    /// Reads the one question of a message, whatever its type and class; empty if there is not exactly one,
    /// or it is malformed (names in questions are not compressed).
    ///
    /// @param message the whole message, from its position to its limit; neither is changed
    /// @param dnssecOk whether the records of DNSSEC are wanted, too (the bit DO, RFC 3225)
    static Optional<WireQuestion> read(ByteBuffer message, boolean dnssecOk) {
        int length = lengthIn(message);
        if (length == 0) {
            return Optional.empty();
        }
        var bytes = new byte[length];
        message.get(message.position() + OFFSET, bytes);
        return Optional.of(new WireQuestion(bytes, dnssecOk));
    }

    /// Returns the length of the one question of a message; 0 if there is none.
    private static int lengthIn(ByteBuffer message) {
        int start = message.position() + OFFSET;
        if (message.remaining() < OFFSET || message.getShort(message.position() + 4) != 1) {
            return 0;
        }
        for (int at = start; at < message.limit() && at - start < MAX_NAME; ) {
            int label = message.get(at) & 0xff;
            if (label == 0) {
                int length = at + 1 - start + 4;
                return start + length <= message.limit() ? length : 0;
            }
            if (label > MAX_LABEL) {
                return 0;
            }
            at += 1 + label;
        }
        return 0;
    }

    /// Whether the one question of a message is this one: to the byte, or in any case of its letters.
    boolean isIn(ByteBuffer message, boolean exactly) {
        int start = message.position() + OFFSET;
        if (message.remaining() < OFFSET + bytes.length || message.getShort(message.position() + 4) != 1) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            byte there = message.get(start + i);
            boolean same = exactly || i >= nameLength() ? there == bytes[i] : fold(there) == fold(bytes[i]);
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /// Returns this question with each letter of its name in upper or lower case, at random.
    WireQuestion respelled(RandomGenerator random) {
        byte[] spelled = bytes.clone();
        for (int i = 0; i < nameLength(); i++) {
            byte lower = fold(spelled[i]);
            if (lower >= 'a' && lower <= 'z') {
                spelled[i] = (byte) (random.nextBoolean() ? lower : lower - ('a' - 'A'));
            }
        }
        return new WireQuestion(spelled, dnssecOk);
    }

    /// The length of the question, from 5 to 259.
    int length() {
        return bytes.length;
    }

    private int nameLength() {
        return bytes.length - 4;
    }

    int type() {
        return unsignedShort(nameLength());
    }

    int dnsClass() {
        return unsignedShort(nameLength() + 2);
    }

    private int unsignedShort(int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    /// Whether the records of DNSSEC are wanted, too.
    boolean dnssecOk() {
        return dnssecOk;
    }

    /// Returns the name as it was spelled, in bytes.
    byte[] name() {
        return Arrays.copyOf(bytes, nameLength());
    }

    /// Writes the question as it was spelled.
    void write(ByteBuffer output) {
        output.put(bytes);
    }

    /// Writes the question over that of a message, which is as long.
    void writeInto(byte[] message) {
        System.arraycopy(bytes, 0, message, OFFSET, bytes.length);
    }

    /// Lengths of labels are no letters: they are less than any.
    private static byte fold(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? (byte) (letter + ('a' - 'A')) : letter;
    }

    private static int hash(byte[] bytes) {
        int hash = 0;
        for (int i = 0; i < bytes.length; i++) {
            hash = 31 * hash + (i < bytes.length - 4 ? fold(bytes[i]) : bytes[i]);
        }
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WireQuestion that
                && hash == that.hash
                && dnssecOk == that.dnssecOk
                && bytes.length == that.bytes.length
                && isSpelledLike(that);
    }

    private boolean isSpelledLike(WireQuestion that) {
        for (int i = 0; i < bytes.length; i++) {
            boolean name = i < nameLength();
            if (name ? fold(bytes[i]) != fold(that.bytes[i]) : bytes[i] != that.bytes[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /// `example.com. MX`.
    @Override
    public String toString() {
        return DnsMessages.name(name()) + " " + DnsMessages.typeName(type());
    }
}
