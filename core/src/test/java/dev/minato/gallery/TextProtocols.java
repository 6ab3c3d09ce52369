package dev.minato.gallery;

import static dev.minato.gallery.Protocol.frames;
import static dev.minato.gallery.Protocol.protocol;
import static dev.minato.gallery.Protocol.rest;

import dev.minato.codec.BytesCodec;
import dev.minato.codec.Codec;
import dev.minato.codec.DelimiterCodec;
import dev.minato.codec.LineCodec;
import dev.minato.codec.TextLengthCodec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/// Protocols with a length in digits, or with something at the end of a frame.
final class TextProtocols {
    private static final int MAX = 1 << 20;

    static final List<Protocol> ALL =
            List.of(git(), graphite(), mllp(), netstring(), slip(), statsd(), stomp(), syslogLines(), syslogOctets());

    private TextProtocols() {}

    private static Protocol git() {
        Supplier<Codec<ByteBuffer, ByteBuffer>> lines = () -> TextLengthCodec.hexadecimal()
                .digits(4)
                .adjustment(-4)
                .headerAlone(2)
                .wholeFrame()
                .codec(0xfff0);
        return protocol("git pkt-line", "git")
                .client(frames(
                        lines,
                        "30303361 30303134 30303134 30303136 30303031 30303039 30303063 30303062 30303134 "
                                + "30303162 30303161 30303030 30303131 30303134 30303136 30303031 30303064 30303066 "
                                + "30303064 30303332 30303332 30303039 30303030"))
                .server(frames(
                        lines,
                        "30303065 30303135 30303133 30303230 30303132 30303137 30303130 30303030 30303530 "
                                + "30303364 30303030 30303064 30306263 30303139 30303036 30303030"));
    }

    private static Protocol graphite() {
        return protocol("Graphite", "graphite")
                .client(frames(() -> LineCodec.bytes(MAX).crlf(), "6578 6578 6578 6578 6578 6578 6578 6578"));
    }

    private static Protocol mllp() {
        Supplier<Codec<ByteBuffer, ByteBuffer>> messages = () -> DelimiterCodec.of(MAX, new byte[] {0x1c, 0x0d});
        return protocol("MLLP (HL7)", "mllp")
                .client(frames(messages, "0b4d5348 0b4d5348"))
                .server(frames(messages, "0b4d5348 0b4d5348"));
    }

    private static Protocol netstring() {
        return protocol("netstring", "netstring")
                .client(frames(
                        () -> TextLengthCodec.decimal().until(':').trailer(',').codec(MAX), "68656c6c6f  c3bc"));
    }

    private static Protocol slip() {
        return protocol("SLIP", "slip")
                .client(frames(() -> DelimiterCodec.of(1006, new byte[] {(byte) 0xc0}), " 01dbdcdbdd02  68656c6c6f"));
    }

    private static Protocol statsd() {
        return protocol("StatsD", "statsd")
                .client(frames(() -> LineCodec.bytes(MAX), "68656c6c6f2e636f 68656c6c6f2e6761 68656c6c6f2e7469"));
    }

    private static Protocol stomp() {
        Supplier<Codec<ByteBuffer, ByteBuffer>> frames = () -> DelimiterCodec.of(MAX, new byte[] {0});
        Supplier<Codec<ByteBuffer, ByteBuffer>> lastBeats = () -> BytesCodec.of(MAX);
        return protocol("STOMP", "stomp")
                .client(
                        frames(frames, "434f4e4e4543540a 0a535542 0a53454e44 0a53454e44 0a0a44495343"),
                        rest(lastBeats, "0a"))
                .server(frames(frames, "434f4e4e4543544544 0a0a4d455353 0a4d455353 0a0a524543"), rest(lastBeats, "0a"));
    }

    private static Protocol syslogLines() {
        return protocol("syslog, RFC 6587, lines", "syslog-lines")
                .client(frames(() -> LineCodec.bytes(MAX), "3c31333e4e6f76 3c31333e4e6f76"));
    }

    private static Protocol syslogOctets() {
        return protocol("syslog, RFC 6587, octet counting", "syslog-octets")
                .client(frames(() -> TextLengthCodec.decimal().until(' ').codec(MAX), "3c31333e31 3c31333e31"));
    }
}
