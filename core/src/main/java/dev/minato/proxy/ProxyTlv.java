package dev.minato.proxy;

import dev.minato.net.option.Bounds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/// A type-length-value (TLV) of a [ProxyHeader], or of a [ProxySsl] in it: one more fact about the connection.
///
/// [ProxyHeader] reads those that are known; all of them can be looked at as bytes. Immutable, and safe to share
/// between threads. Follows section 2.2 of HAProxy's `proxy-protocol.txt`.
public final class ProxyTlv {
    /// The application protocol (ALPN).
    public static final int ALPN = 0x01;

    /// The host name that the client asked for (SNI).
    public static final int AUTHORITY = 0x02;

    /// The checksum of the header.
    public static final int CRC32C = 0x03;

    /// Padding.
    public static final int NOOP = 0x04;

    /// The proxy's name for the connection, at most 128 bytes.
    public static final int UNIQUE_ID = 0x05;

    /// TLS between the client and the proxy: a [ProxySsl].
    public static final int SSL = 0x20;

    /// The network namespace of the proxy.
    public static final int NETNS = 0x30;

    /// The length of a type and a length.
    static final int HEAD = 3;

    /// The length of the checksum.
    static final int CRC_LENGTH = 4;

    static final int MAX_UNIQUE_ID = 128;
    private static final int MAX_TYPE = 0xff;
    private static final int MAX_VALUE = 0xffff;

    private final int type;
    private final byte[] value;

    private ProxyTlv(int type, byte[] value) {
        this.type = type;
        this.value = value;
    }

    /// A TLV of any type; 0xE0 to 0xEF are for applications. The value is copied.
    ///
    /// @throws IllegalArgumentException if the type is not from 0 to 255, or the value is longer than 65,535 bytes
    public static ProxyTlv of(int type, byte[] value) {
        Bounds.argument("type", 0, MAX_TYPE, type);
        Bounds.argument("value's length", 0, MAX_VALUE, Objects.requireNonNull(value, "value").length);
        return new ProxyTlv(type, value.clone());
    }

    /// The application protocol, such as `h2`: its characters are bytes, as in
    /// [javax.net.ssl.SSLEngine#getApplicationProtocol].
    ///
    /// @throws IllegalArgumentException if it is longer than 65,535 bytes
    public static ProxyTlv alpn(String protocol) {
        return of(ALPN, Objects.requireNonNull(protocol, "protocol").getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The host name that the client asked for.
    ///
    /// @throws IllegalArgumentException if it is longer than 65,535 bytes
    public static ProxyTlv authority(String host) {
        return of(AUTHORITY, Objects.requireNonNull(host, "host").getBytes(StandardCharsets.UTF_8));
    }

    /// A checksum that [ProxyCodec] fills in when it encodes the header.
    public static ProxyTlv crc32c() {
        return new ProxyTlv(CRC32C, new byte[CRC_LENGTH]);
    }

    /// A name for the connection.
    ///
    /// @throws IllegalArgumentException if it is longer than 128 bytes
    public static ProxyTlv uniqueId(byte[] id) {
        Bounds.argument("id's length", 0, MAX_UNIQUE_ID, Objects.requireNonNull(id, "id").length);
        return of(UNIQUE_ID, id);
    }

    /// TLS between the client and the proxy.
    ///
    /// @throws IllegalArgumentException if it is longer than 65,535 bytes
    public static ProxyTlv ssl(ProxySsl ssl) {
        return of(SSL, Objects.requireNonNull(ssl, "ssl").bytes());
    }

    /// A network namespace.
    ///
    /// @throws IllegalArgumentException if it is longer than 65,535 bytes
    public static ProxyTlv netns(String name) {
        return of(NETNS, Objects.requireNonNull(name, "name").getBytes(StandardCharsets.US_ASCII));
    }

    /// Its type, from 0 to 255.
    public int type() {
        return type;
    }

    /// A copy of its value.
    public byte[] value() {
        return value.clone();
    }

    /// How many bytes its value has.
    public int length() {
        return value.length;
    }

    /// The value itself, for those who only read it.
    byte[] bytes() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProxyTlv that && type == that.type && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * type + Arrays.hashCode(value);
    }

    /// The type and the value in hexadecimal: `02:6578616d706c65`.
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits((byte) type) + ":" + hex.formatHex(value);
    }
}
