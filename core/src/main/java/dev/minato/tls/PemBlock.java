package dev.minato.tls;

/// One block of a PEM text: the label, and the bytes between `BEGIN` and `END`.
final class PemBlock {
    private final String label;
    private final int line;
    private final boolean isLegacyEncrypted;
    private final byte[] bytes;

    PemBlock(String label, int line, boolean isLegacyEncrypted, byte[] bytes) {
        this.label = label;
        this.line = line;
        this.isLegacyEncrypted = isLegacyEncrypted;
        this.bytes = bytes;
    }

    /// The label, such as `CERTIFICATE`.
    String label() {
        return label;
    }

    /// The line of its `BEGIN`, from 1.
    int line() {
        return line;
    }

    /// Whether a header says that the bytes are encrypted (RFC 1421), as OpenSSL wrote keys before PKCS#8.
    boolean isLegacyEncrypted() {
        return isLegacyEncrypted;
    }

    /// The decoded bytes, which the caller must not change.
    byte[] bytes() {
        return bytes;
    }

    /// A fault in this block.
    MalformedException malformed(String reason) {
        return new MalformedException(at(reason));
    }

    MalformedException malformed(String reason, Throwable cause) {
        return new MalformedException(at(reason), cause);
    }

    private String at(String reason) {
        return "line " + line + ": " + reason;
    }
}
