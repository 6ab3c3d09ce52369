package dev.minato.proxy;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lists of TLVs as bytes: of a header, and of the SSL TLV in it.
///
/// ```
///   ┌──────┬─────────────┬───────────────┐
///   │ type │ length      │ length bytes  │ ...
///   └──────┴─────────────┴───────────────┘
///     1       2
/// ```
final class Tlvs {
    /// How many there may be. An empty one has three bytes, and takes twenty times as much memory.
    private static final int MAX_COUNT = 64;

    /// The types that are known, and occur once; padding may occur more often.
    private static final Set<Integer> KNOWN = Set.of(
            ProxyTlv.ALPN, ProxyTlv.AUTHORITY, ProxyTlv.CRC32C, ProxyTlv.UNIQUE_ID, ProxyTlv.SSL, ProxyTlv.NETNS);

    private Tlvs() {}

    /// Reads TLVs up to the limit of a big-endian buffer.
    ///
    /// @throws NetException `INVALID_DATA` if the last one is cut short, or there are too many
    static List<ProxyTlv> read(ByteBuffer input) throws NetException {
        List<ProxyTlv> tlvs = new ArrayList<>();
        while (input.hasRemaining()) {
            checkCount(tlvs.size() + 1);
            tlvs.add(readOne(input));
        }
        return tlvs;
    }

    private static ProxyTlv readOne(ByteBuffer input) throws NetException {
        if (input.remaining() < ProxyTlv.HEAD) {
            throw invalid(input.remaining() + " bytes behind the last TLV");
        }
        int type = Byte.toUnsignedInt(input.get());
        int length = Short.toUnsignedInt(input.getShort());
        if (input.remaining() < length) {
            throw invalid("the TLV of the type " + type + " has " + length + " bytes, and " + input.remaining()
                    + " are left");
        }
        var value = new byte[length];
        input.get(value);
        return ProxyTlv.of(type, value);
    }

    static int length(List<ProxyTlv> tlvs) {
        return tlvs.stream().mapToInt(tlv -> ProxyTlv.HEAD + tlv.length()).sum();
    }

    /// Writes them into a big-endian buffer.
    static void write(List<ProxyTlv> tlvs, ByteBuffer output) {
        for (ProxyTlv tlv : tlvs) {
            output.put((byte) tlv.type()).putShort((short) tlv.length()).put(tlv.bytes());
        }
    }

    static Optional<ProxyTlv> first(List<ProxyTlv> tlvs, int type) {
        return tlvs.stream().filter(tlv -> tlv.type() == type).findFirst();
    }

    static Optional<String> text(List<ProxyTlv> tlvs, int type, Charset charset) {
        return first(tlvs, type).map(tlv -> new String(tlv.bytes(), charset));
    }

    static Optional<String> ascii(List<ProxyTlv> tlvs, int type) {
        return text(tlvs, type, StandardCharsets.US_ASCII);
    }

    static Optional<String> utf8(List<ProxyTlv> tlvs, int type) {
        return text(tlvs, type, StandardCharsets.UTF_8);
    }

    /// Refuses the TLVs of a header if one of those that are known makes no sense.
    ///
    /// @throws NetException `INVALID_DATA`
    static void check(List<ProxyTlv> tlvs) throws NetException {
        checkCount(tlvs.size());
        checkOnce(tlvs, KNOWN);
        checkText(tlvs, ProxyTlv.AUTHORITY, StandardCharsets.UTF_8);
        checkText(tlvs, ProxyTlv.NETNS, StandardCharsets.US_ASCII);
        checkLengths(tlvs);
        Optional<ProxyTlv> ssl = first(tlvs, ProxyTlv.SSL);
        if (ssl.isPresent()) {
            ProxySsl.read(ssl.get().bytes()).check();
        }
    }

    private static void checkCount(int count) throws NetException {
        if (count > MAX_COUNT) {
            throw invalid("more than " + MAX_COUNT + " TLVs");
        }
    }

    /// A reader and a proxy could differ on which of two counts.
    static void checkOnce(List<ProxyTlv> tlvs, Set<Integer> known) throws NetException {
        Set<Integer> seen = new HashSet<>();
        for (ProxyTlv tlv : tlvs) {
            if (known.contains(tlv.type()) && !seen.add(tlv.type())) {
                throw invalid("two TLVs of the type " + tlv.type());
            }
        }
    }

    static void checkText(List<ProxyTlv> tlvs, int type, Charset charset) throws NetException {
        Optional<ProxyTlv> tlv = first(tlvs, type);
        if (tlv.isEmpty()) {
            return;
        }
        try {
            var _ = charset.newDecoder().decode(ByteBuffer.wrap(tlv.get().bytes()));
        } catch (CharacterCodingException e) {
            throw invalid("the TLV of the type " + type + " is not " + charset.name());
        }
    }

    private static void checkLengths(List<ProxyTlv> tlvs) throws NetException {
        for (ProxyTlv tlv : tlvs) {
            if (tlv.type() == ProxyTlv.CRC32C && tlv.length() != ProxyTlv.CRC_LENGTH) {
                throw invalid("a CRC32C of " + tlv.length() + " bytes");
            }
            if (tlv.type() == ProxyTlv.UNIQUE_ID && tlv.length() > ProxyTlv.MAX_UNIQUE_ID) {
                throw invalid("a unique ID of " + tlv.length() + " bytes, at most " + ProxyTlv.MAX_UNIQUE_ID);
            }
        }
    }

    static NetException invalid(String detail) {
        return NetException.of(ErrorKind.INVALID_DATA, "decode", detail);
    }
}
