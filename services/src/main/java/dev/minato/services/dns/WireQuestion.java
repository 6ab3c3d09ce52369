package dev.minato.services.dns;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A question in the bytes of a message; equal to another one whose name differs in case only.
///
/// ```
///   03 w w w 07 e x a m p l e 03 c o m 00   00 01   00 01
///   └────────── name, at most 255 ───────┘  type    class IN
/// ```
final class WireQuestion {
    /// The most bytes of a question.
    static final int MAX = 255 + 4;

    private final byte[] bytes;
    private final boolean dnssecOk;

    private WireQuestion(byte[] bytes, boolean dnssecOk) {
        this.bytes = bytes;
        this.dnssecOk = dnssecOk;
    }

    /// The bytes of a question, without the records of DNSSEC.
    static WireQuestion of(DnsQuestion question) {
        throw new UnsupportedOperationException("to come");
    }

    /// Reads the one question of a message, whatever its class; empty if there is not exactly one, or it is
    /// malformed (names in questions are not compressed).
    ///
    /// @param message the whole message, from its position to its limit; neither is changed
    /// @param dnssecOk whether the records of DNSSEC are wanted, too (the bit DO, RFC 3225)
    static Optional<WireQuestion> read(ByteBuffer message, boolean dnssecOk) {
        throw new UnsupportedOperationException("to come");
    }

    /// The length of the question, from 5 to 259.
    int length() {
        return bytes.length;
    }

    int type() {
        throw new UnsupportedOperationException("to come");
    }

    int dnsClass() {
        throw new UnsupportedOperationException("to come");
    }

    boolean dnssecOk() {
        return dnssecOk;
    }

    /// Writes the question as it was spelled.
    void write(ByteBuffer output) {
        output.put(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public int hashCode() {
        throw new UnsupportedOperationException("to come");
    }

    /// `example.com. MX`.
    @Override
    public String toString() {
        throw new UnsupportedOperationException("to come");
    }

    static NetException malformed(String detail) {
        return NetException.of(dev.minato.error.ErrorKind.INVALID_DATA, "dns", detail);
    }
}
