package dev.minato.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.minato.error.NetException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

/// Headers as bytes.
final class Headers {
    static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    private Headers() {}

    static byte[] text(String line) {
        return line.getBytes(ISO_8859_1);
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    /// A binary header: the command with its version, the family with its protocol, and what follows.
    static byte[] binary(String command, String family, String block) {
        String rest = block.replace(" ", "");
        return hex(SIGNATURE + command + family + HexFormat.of().toHexDigits((short) (rest.length() / 2)) + rest);
    }

    static Optional<ProxyHeader> decode(byte[] header) throws NetException {
        return new ProxyCodec().decode(ByteBuffer.wrap(header));
    }

    static ProxyHeader whole(byte[] header) throws NetException {
        return decode(header).orElseThrow();
    }

    static byte[] encode(ProxyHeader header) throws NetException {
        var codec = new ProxyCodec(65_551);
        var output = ByteBuffer.allocate(codec.maxEncodedLength(header));
        codec.encode(header, output);
        var bytes = new byte[output.flip().remaining()];
        output.get(bytes);
        return bytes;
    }

    static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
