package dev.minato.proxy;

import dev.minato.codec.Codec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.option.Bounds;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/// Headers of the PROXY protocol, of both versions: one stands in front of what the client sends.
///
/// It takes the header and not a byte more, so that what follows can be read with another codec
/// ([dev.minato.framed.Framed#switchTo]). A header is read only from a peer that is trusted: anybody can write
/// one. [dev.minato.server.TcpServerBuilder#proxyProtocol] has a server do all of that.
///
/// {@snippet file="dev/minato/examples/server/BehindProxy.java" region="write"}
///
/// **Decoding.** Whatever is malformed is fatal, and found as early as it can be: `INVALID_DATA` with the reason,
/// `MESSAGE_TOO_LONG` for a binary header over the maximum. Beyond what makes no sense, that is, as HAProxy does:
/// a binary header that passes on a client without IP addresses or of datagrams (address family 0 or Unix, protocol
/// 0 or datagram); a CRC32C that is wrong. Two TLVs of one known type, more than 64 of all types, and texts in the
/// wrong encoding are malformed, too. A LOCAL header is never that, a wrong CRC32C aside: addresses in it are
/// skipped, and so are TLVs that make no sense.
///
/// **Encoding.** A CRC32C among the TLVs ([ProxyTlv#crc32c]) is computed. `MESSAGE_TOO_LONG` for a header over the
/// maximum.
///
/// **Threading.** As [Codec]. Follows HAProxy's `proxy-protocol.txt`.
public final class ProxyCodec implements Codec<ProxyHeader, ProxyHeader> {
    /// The longest binary header by default, in bytes: 4 KiB.
    public static final int DEFAULT_MAX = 4096;

    private static final int MAX = BinaryHeader.FIXED + 0xffff;

    private final int max;
    private Optional<NetException> failure = Optional.empty();

    /// A codec of lines of text, which have at most 107 bytes, and of binary headers of at most [#DEFAULT_MAX]
    /// bytes.
    public ProxyCodec() {
        this(DEFAULT_MAX);
    }

    /// A codec with another maximum of binary headers.
    ///
    /// @param max the longest one in bytes, from 232 to 65,551
    /// @throws IllegalArgumentException if it is less, or more
    public ProxyCodec(int max) {
        this.max = Bounds.argument("max", BinaryHeader.MIN_MAX, MAX, max);
    }

    @Override
    public Optional<ProxyHeader> decode(ByteBuffer input) throws NetException {
        Objects.requireNonNull(input, "input");
        if (failure.isPresent()) {
            throw again(failure.get());
        }
        try {
            return parse(input);
        } catch (NetException e) {
            failure = Optional.of(e);
            throw e;
        }
    }

    private Optional<ProxyHeader> parse(ByteBuffer input) throws NetException {
        if (!input.hasRemaining()) {
            return Optional.empty();
        }
        return input.get(input.position()) == TextHeader.PREFIX[0]
                ? TextHeader.decode(input)
                : BinaryHeader.decode(input, max);
    }

    private static NetException again(NetException failure) {
        return NetException.of(
                failure.kind(), failure.operation(), failure.detail().orElse(""));
    }

    /// Whether the bytes from the buffer's position on begin as a header does, of either version: with all of its
    /// signature. The position stays.
    public static boolean isHeader(ByteBuffer buffer) {
        Objects.requireNonNull(buffer, "buffer");
        return Signature.begins(buffer, TextHeader.PREFIX) || Signature.begins(buffer, BinaryHeader.SIGNATURE);
    }

    @Override
    public boolean isFailed() {
        return failure.isPresent();
    }

    @Override
    public void reset() {
        failure = Optional.empty();
    }

    @Override
    public int maxBuffered() {
        return max;
    }

    @Override
    public int maxEncodedLength(ProxyHeader message) {
        Objects.requireNonNull(message, "message");
        return Math.min(message.version() == 1 ? TextHeader.MAX : BinaryHeader.length(message), max);
    }

    @Override
    public void encode(ProxyHeader message, ByteBuffer output) throws NetException {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(output, "output");
        if (message.version() == 1) {
            output.put(TextHeader.encode(message));
            return;
        }
        int length = BinaryHeader.length(message);
        if (length > max) {
            throw NetException.of(
                    ErrorKind.MESSAGE_TOO_LONG, "encode", "a PROXY header of " + length + " bytes, at most " + max);
        }
        output.put(BinaryHeader.encode(message, length));
    }
}
