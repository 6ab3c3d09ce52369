package dev.minato.gallery;

import static dev.minato.gallery.Protocol.frames;
import static dev.minato.gallery.Protocol.protocol;
import static dev.minato.gallery.Protocol.rest;

import dev.minato.codec.BytesCodec;
import dev.minato.codec.Codec;
import dev.minato.codec.FixedLengthCodec;
import dev.minato.codec.LengthCodec;
import dev.minato.codec.LineCodec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/// Protocols that begin with something else than their frames, or go on with something else.
final class SwitchingProtocols {
    private static final int MAX = 1 << 20;

    static final List<Protocol> ALL = List.of(amqp0(), amqp1(), http2(), postgresql(), proxy1(), proxy2(), ssh());

    private SwitchingProtocols() {}

    private static Protocol amqp0() {
        Supplier<Codec<ByteBuffer, ByteBuffer>> frames = () -> LengthCodec.ofBytes(4)
                .offset(3)
                .trailer((byte) 0xce)
                .wholeFrame()
                .codec(MAX);
        return protocol("AMQP 0-9-1", "amqp")
                .client(
                        frames(() -> FixedLengthCodec.of(8), "414d515000000901"),
                        frames(
                                frames,
                                "0100000000013b000a000b 0100000000000c000a001f 01000000000008000a0028 "
                                        + "010001000000050014000a 010001000000110032000a 0100010000000e003c0028 "
                                        + "02000100000012003c0000 0300010000000568656c6c 0100010000000d003c0046 "
                                        + "01000000000019000a0032"))
                .server(frames(
                        frames,
                        "010000000001f7000a000a 0100000000000c000a001e 01000000000005000a0029 "
                                + "010001000000080014000b 010001000000120032000b 01000100000018003c0047 "
                                + "02000100000012003c0000 0300010000000568656c6c 01000000000004000a0033"));
    }

    private static Protocol amqp1() {
        Supplier<Codec<ByteBuffer, ByteBuffer>> header = () -> FixedLengthCodec.of(8);
        Supplier<Codec<ByteBuffer, ByteBuffer>> frames =
                () -> LengthCodec.ofBytes(4).adjustment(-4).codec(MAX);
        return protocol("AMQP 1.0", "amqp1")
                .client(
                        frames(header, "414d515003010000"),
                        frames(frames, "02010000005341"),
                        frames(header, "414d515000010000"),
                        frames(frames, "02000000005310 02000000005311 02000000005312 02000000005314 02000000005318"))
                .server(
                        frames(header, "414d515003010000"),
                        frames(frames, "02010000005340 02010000005344"),
                        frames(header, "414d515000010000"),
                        frames(
                                frames,
                                "02000000005310 02000000005311 02000000005312 02000000005313 02000000005315 02000000005318"));
    }

    private static Protocol http2() {
        Supplier<Codec<ByteBuffer, ByteBuffer>> frames =
                () -> LengthCodec.ofBytes(3).adjustment(6).wholeFrame().codec(9 + 16_384);
        return protocol("HTTP/2", "http2")
                .client(
                        frames(() -> FixedLengthCodec.of(24), "505249202a"),
                        frames(
                                frames,
                                "00000c0400 0000050200 0000050200 0000050200 0000050200 0000050200 00002c0125 0000110125 "
                                        + "0000000401 0000080700"))
                .server(frames(frames, "0000060400 0000000401 0000540104 00001d0104 0000060001 0000930001"));
    }

    private static Protocol postgresql() {
        Supplier<Codec<ByteBuffer, ByteBuffer>> frames = () ->
                LengthCodec.ofBytes(4).offset(1).adjustment(-4).wholeFrame().codec(MAX);
        return protocol("PostgreSQL", "postgresql")
                .client(
                        frames(() -> LengthCodec.ofBytes(4).adjustment(-4).codec(10_000), "04d2162f 00030000"),
                        frames(frames, "51 51 58"))
                .server(
                        frames(() -> FixedLengthCodec.of(1), "4e"),
                        frames(frames, "52 53 53 53 53 53 53 53 53 53 53 53 53 53 4b 5a 54 44 43 5a 54 44 43 5a"));
    }

    private static Protocol proxy1() {
        return protocol("PROXY v1", "proxy1")
                .client(
                        frames(() -> LineCodec.bytes(105).crlf(), "50524f585920544350342031"),
                        rest(() -> BytesCodec.of(MAX), "68656c6c6f0a"));
    }

    private static Protocol proxy2() {
        return protocol("PROXY v2", "proxy2")
                .client(
                        frames(
                                () -> LengthCodec.ofBytes(2)
                                        .offset(14)
                                        .wholeFrame()
                                        .codec(16 + 65_535),
                                "0d0a0d0a000d0a515549540a2111000c"),
                        rest(() -> BytesCodec.of(MAX), "68656c6c6f0a"));
    }

    private static Protocol ssh() {
        Supplier<Codec<ByteBuffer, ByteBuffer>> banner =
                () -> LineCodec.bytes(253).crlf();
        Supplier<Codec<ByteBuffer, ByteBuffer>> packets =
                () -> LengthCodec.ofBytes(4).codec(35_000);
        return protocol("SSH, until its keys", "ssh")
                .client(frames(banner, "5353482d322e302d"), frames(packets, "0614 081e"))
                .server(frames(banner, "5353482d322e302d"), frames(packets, "0914 091f 0a15"));
    }
}
