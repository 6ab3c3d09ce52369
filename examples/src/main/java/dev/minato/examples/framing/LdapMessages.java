package dev.minato.examples.framing;

import dev.minato.codec.Decoder;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.HexFormat;
import java.util.Optional;

/// A decoder written by hand, for a length whose own size is in its first byte: the messages of LDAP, each a
/// SEQUENCE in BER (RFC 4511, 5.1; X.690, 8.1.3).
///
/// ```
/// 30 16         …        a length below 128 in the second byte
/// 30 82 0106    …        its top bit: the length is in the next so many bytes
/// 30 84 00000016 …       with zeros in front, as Active Directory sends it
/// ```
///
/// A message is given whole, from its 30. LDAP has no indefinite lengths (30 80).
///
/// Try it: it prints the messages that it reads from its standard input.
///
/// ```
/// $ printf '\060\003\002\001\007\060\201\003\002\001\010' | examples/run LdapMessages
/// 3003020107
/// 308103020108
/// ```
final class LdapMessages implements Decoder<byte[]> {
    private static final int SEQUENCE = 0x30;
    private static final int MAX_HEADER = 6;

    private final int max;
    private boolean failed;

    /// @param max the longest content of a message, in bytes
    LdapMessages(int max) {
        this.max = max;
    }

    static void main(String[] args) throws IOException {
        DecodeByHand.decode(
                Channels.newChannel(System.in),
                new LdapMessages(1024),
                message -> IO.println(HexFormat.of().formatHex(message)));
    }

    @Override
    public Optional<byte[]> decode(ByteBuffer input) throws NetException {
        var frame = input.slice();
        if (frame.hasRemaining() && frame.get(0) != SEQUENCE) {
            throw failure(ErrorKind.INVALID_DATA, "no message of LDAP begins with " + frame.get(0));
        }
        if (frame.remaining() < 2) {
            return Optional.empty();
        }
        int first = frame.get(1) & 0xff;
        int header = first < 0x80 ? 2 : 2 + first - 0x80;
        if (first == 0x80 || header > MAX_HEADER) {
            throw failure(ErrorKind.INVALID_DATA, "a length of " + (first - 0x80) + " bytes");
        }
        if (frame.remaining() < header) {
            return Optional.empty();
        }
        long length = header == 2 ? first : 0;
        for (int i = 2; i < header; i++) {
            length = length << Byte.SIZE | frame.get(i) & 0xff;
        }
        if (length > max) {
            throw failure(ErrorKind.MESSAGE_TOO_LONG, "a message of more than " + max + " bytes");
        }
        if (frame.remaining() < header + length) {
            return Optional.empty();
        }
        var message = new byte[header + (int) length];
        input.get(message);
        return Optional.of(message);
    }

    private NetException failure(ErrorKind kind, String detail) {
        failed = true;
        return NetException.of(kind, "decode", detail);
    }

    @Override
    public boolean isFailed() {
        return failed;
    }

    @Override
    public int maxBuffered() {
        return MAX_HEADER + max;
    }
}
