package dev.minato.proxy;

import dev.minato.address.IpAddr;
import dev.minato.address.Ipv4Addr;
import dev.minato.address.Ipv6Addr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/// Version 2: sixteen bytes, the addresses, and TLVs.
///
/// ```
///   ┌───────────┬─────────┬─────────┬──────────┬──────────┬─────────────┬──────┐
///   │ signature │ version │ command │ family   │ protocol │ length      │ ...  │   length bytes
///   └───────────┴─────────┴─────────┴──────────┴──────────┴─────────────┴──────┘
///     12          4 bits    4 bits    4 bits     4 bits     2
/// ```
final class BinaryHeader {
    /// The length of what comes before the addresses.
    static final int FIXED = 16;

    /// The least maximum: room for any addresses.
    static final int MIN_MAX = FIXED + 2 * 108;

    static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};
    private static final int VERSION_AT = 12;
    private static final int FAMILY_AT = 13;
    private static final int LENGTH_AT = 14;
    private static final int VERSION = 2;
    private static final int LOCAL = 0;
    private static final int PROXY = 1;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;
    private static final int MAX_FAMILY = 3;
    private static final int MAX_PROTOCOL = 2;

    /// How long the addresses of each family are.
    private static final int[] ADDRESSES = {0, 12, 36, 216};

    private BinaryHeader() {}

    /// Takes a header from the front of `input`; empty if it has not come whole.
    ///
    /// @param max the longest one that is taken
    static Optional<ProxyHeader> decode(ByteBuffer input, int max) throws NetException {
        Signature.check(input, SIGNATURE);
        if (input.remaining() > VERSION_AT) {
            checkVersion(input.get(input.position() + VERSION_AT));
        }
        if (input.remaining() < FIXED) {
            return Optional.empty();
        }
        // Big-endian, whatever the order of input is.
        ByteBuffer header = input.slice();
        int length = FIXED + Short.toUnsignedInt(header.getShort(LENGTH_AT));
        if (length > max) {
            throw NetException.of(
                    ErrorKind.MESSAGE_TOO_LONG, "decode", "a PROXY header of " + length + " bytes, at most " + max);
        }
        if (header.remaining() < length) {
            return Optional.empty();
        }
        ProxyHeader result = parse(header.limit(length));
        input.position(input.position() + length);
        return Optional.of(result);
    }

    private static void checkVersion(byte versionAndCommand) throws NetException {
        int version = versionAndCommand >> 4 & 0xf;
        int command = versionAndCommand & 0xf;
        if (version != VERSION) {
            throw Tlvs.invalid("a PROXY header of version " + version);
        }
        if (command > PROXY) {
            throw Tlvs.invalid("a PROXY header with the unknown command " + command);
        }
    }

    private static ProxyHeader parse(ByteBuffer header) throws NetException {
        int family = Byte.toUnsignedInt(header.get(FAMILY_AT));
        header.position(FIXED);
        if ((header.get(VERSION_AT) & 0xf) == LOCAL) {
            return local(header, family >> 4);
        }
        checkFamily(family >> 4, family & 0xf);
        int addresses = ADDRESSES[family >> 4];
        if (header.remaining() < addresses) {
            throw Tlvs.invalid(
                    "a PROXY header with " + header.remaining() + " bytes, of which the addresses take " + addresses);
        }
        IpAddr source = address(header, family);
        IpAddr destination = address(header, family);
        int sourcePort = Short.toUnsignedInt(header.getShort());
        int destinationPort = Short.toUnsignedInt(header.getShort());
        List<ProxyTlv> tlvs = tlvs(header);
        checkSum(header);
        return new ProxyHeader(
                2,
                ProxyCommand.PROXY,
                Optional.of(SocketAddr.of(source, sourcePort)),
                Optional.of(SocketAddr.of(destination, destinationPort)),
                tlvs);
    }

    /// Addresses are skipped, and what is no TLV: such a header has to be accepted.
    private static ProxyHeader local(ByteBuffer header, int family) throws NetException {
        int addresses = family <= MAX_FAMILY ? ADDRESSES[family] : header.remaining();
        header.position(FIXED + Math.min(addresses, header.remaining()));
        List<ProxyTlv> tlvs;
        try {
            tlvs = tlvs(header);
        } catch (NetException noTlvs) {
            return ProxyHeader.local();
        }
        checkSum(header);
        return new ProxyHeader(2, ProxyCommand.LOCAL, Optional.empty(), Optional.empty(), tlvs);
    }

    private static void checkFamily(int family, int protocol) throws NetException {
        if (family > MAX_FAMILY || protocol > MAX_PROTOCOL) {
            throw Tlvs.invalid("a PROXY header with the unknown address family " + family + " or protocol " + protocol);
        }
        int both = family << 4 | protocol;
        if (both != TCP4 && both != TCP6) {
            throw Tlvs.invalid("a PROXY header for address family " + family + " and protocol " + protocol
                    + ", which is not TCP over IPv4 or IPv6");
        }
    }

    private static IpAddr address(ByteBuffer header, int family) {
        return family == TCP4 ? Ipv4Addr.ofBits(header.getInt()) : Ipv6Addr.ofBits(header.getLong(), header.getLong());
    }

    private static List<ProxyTlv> tlvs(ByteBuffer header) throws NetException {
        List<ProxyTlv> tlvs = Tlvs.read(header.slice());
        Tlvs.check(tlvs);
        return tlvs;
    }

    /// @param header the whole header, positioned at its TLVs, which are well-formed
    private static void checkSum(ByteBuffer header) throws NetException {
        OptionalInt at = crcAt(header);
        if (at.isPresent() && header.getInt(at.getAsInt()) != crc(header, at.getAsInt())) {
            throw Tlvs.invalid("a PROXY header whose CRC32C is wrong");
        }
    }

    /// The index of the value of the CRC32C.
    private static OptionalInt crcAt(ByteBuffer header) {
        int at = header.position();
        while (at < header.limit()) {
            if (header.get(at) == ProxyTlv.CRC32C) {
                return OptionalInt.of(at + ProxyTlv.HEAD);
            }
            at += ProxyTlv.HEAD + Short.toUnsignedInt(header.getShort(at + 1));
        }
        return OptionalInt.empty();
    }

    /// The checksum of the header with zeros in its place.
    private static int crc(ByteBuffer header, int at) {
        var crc = new CRC32C();
        crc.update(header.slice(0, at));
        crc.update(new byte[ProxyTlv.CRC_LENGTH]);
        int behind = at + ProxyTlv.CRC_LENGTH;
        crc.update(header.slice(behind, header.limit() - behind));
        return (int) crc.getValue();
    }

    static int length(ProxyHeader header) {
        int addresses = header.source()
                .map(source -> ADDRESSES[source.isIpv4() ? 1 : 2])
                .orElse(0);
        return FIXED + addresses + Tlvs.length(header.tlvs());
    }

    static byte[] encode(ProxyHeader header, int length) {
        var output = ByteBuffer.allocate(length);
        int command = header.command() == ProxyCommand.LOCAL ? LOCAL : PROXY;
        int family =
                header.source().map(source -> source.isIpv4() ? TCP4 : TCP6).orElse(0);
        output.put(SIGNATURE).put((byte) (VERSION << 4 | command)).put((byte) family);
        output.putShort((short) (length - FIXED));
        header.source().ifPresent(source -> output.put(source.ip().octets()));
        header.destination()
                .ifPresent(destination -> output.put(destination.ip().octets()));
        header.source().ifPresent(source -> output.putShort((short) source.port()));
        header.destination().ifPresent(destination -> output.putShort((short) destination.port()));
        int tlvs = output.position();
        Tlvs.write(header.tlvs(), output);
        output.flip().position(tlvs);
        OptionalInt crc = crcAt(output);
        if (crc.isPresent()) {
            output.putInt(crc.getAsInt(), crc(output, crc.getAsInt()));
        }
        return output.array();
    }
}
