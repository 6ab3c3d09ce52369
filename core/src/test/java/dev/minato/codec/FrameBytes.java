package dev.minato.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/// Bytes of frames as tests write them down: hexadecimal, with spaces for the eye, or a character a byte.
final class FrameBytes {
    private FrameBytes() {}

    /// The bytes of hexadecimal digits, a character a byte.
    static String hex(String digits) {
        return new String(HexFormat.of().parseHex(digits.replace(" ", "")), ISO_8859_1);
    }

    /// What the encoder writes for a message; both a character a byte.
    static String encoded(Encoder<ByteBuffer> encoder, String message) throws NetException {
        var bytes = ByteBuffer.wrap(message.getBytes(ISO_8859_1));
        var output = ByteBuffer.allocate(encoder.maxEncodedLength(bytes));
        encoder.encode(bytes, output);
        return ISO_8859_1.decode(output.flip()).toString();
    }
}
