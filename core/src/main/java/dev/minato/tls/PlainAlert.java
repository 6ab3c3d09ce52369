package dev.minato.tls;

import static java.util.Map.entry;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/// An alert that is not encrypted though the other side's records of the handshake should be: OpenSSL as a client of
/// TLS 1.3 says so that it does not like the server's certificate, and the engine, which takes it for an encrypted
/// record, cannot read it.
///
/// ```
///   21 │ 3, 3 │ 0, 2 │ level │ description
/// ```
final class PlainAlert {
    private static final int TYPE = 21;
    private static final int LENGTH = 2;
    private static final int DESCRIPTION = RecordHeader.SIZE + 1;

    /// RFC 8446 section 6, those that end a handshake.
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            entry(10, "unexpected_message"),
            entry(20, "bad_record_mac"),
            entry(22, "record_overflow"),
            entry(40, "handshake_failure"),
            entry(42, "bad_certificate"),
            entry(43, "unsupported_certificate"),
            entry(44, "certificate_revoked"),
            entry(45, "certificate_expired"),
            entry(46, "certificate_unknown"),
            entry(47, "illegal_parameter"),
            entry(48, "unknown_ca"),
            entry(49, "access_denied"),
            entry(50, "decode_error"),
            entry(51, "decrypt_error"),
            entry(70, "protocol_version"),
            entry(71, "insufficient_security"),
            entry(80, "internal_error"),
            entry(90, "user_canceled"),
            entry(109, "missing_extension"),
            entry(110, "unsupported_extension"),
            entry(112, "unrecognized_name"),
            entry(113, "bad_certificate_status_response"),
            entry(120, "no_application_protocol"));

    private PlainAlert() {}

    /// Its description, if a whole one is in front; otherwise -1.
    static int in(ByteBuffer records) {
        int at = records.position();
        boolean isAlert =
                records.remaining() > DESCRIPTION && records.get(at) == TYPE && RecordHeader.payload(records) == LENGTH;
        return isAlert ? Byte.toUnsignedInt(records.get(at + DESCRIPTION)) : -1;
    }

    /// The name of a description, as failures have it; empty for one that is none.
    static Optional<String> name(int description) {
        return Optional.ofNullable(NAMES.get(description));
    }
}
