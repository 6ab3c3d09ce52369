package dev.minato.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// In what pieces a stream arrives changes nothing about its frames; and what is written comes back equal.
class FrameSplitProperties {
    private static final int STREAMS = 40;

    /// A codec under its name.
    record Kind(String name, Supplier<Codec<ByteBuffer, ByteBuffer>> codec) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind("1 byte", () -> LengthCodec.ofBytes(1).codec(12)),
                new Kind(
                        "2 bytes, trailer",
                        () -> LengthCodec.ofBytes(2).trailer((byte) 1, (byte) 2).codec(12)),
                new Kind(
                        "3 bytes little-endian",
                        () -> LengthCodec.ofBytes(3)
                                .littleEndian()
                                .adjustment(1)
                                .codec(12)),
                new Kind(
                        "whole frame",
                        () -> LengthCodec.ofBytes(1)
                                .offset(2)
                                .adjustment(-3)
                                .wholeFrame()
                                .codec(12)),
                new Kind("8 bytes", () -> LengthCodec.ofBytes(8).codec(12)),
                new Kind("masked", () -> LengthCodec.ofBytes(1).mask(0x0f).codec(12)),
                new Kind("varint", () -> LengthCodec.ofVarint(3).codec(150)),
                new Kind(
                        "varint behind a byte",
                        () -> LengthCodec.ofVarint(2).offset(1).wholeFrame().codec(12)),
                new Kind(
                        "netstring",
                        () -> TextLengthCodec.decimal().until(':').trailer(',').codec(24)),
                new Kind(
                        "digits",
                        () -> TextLengthCodec.hexadecimal()
                                .digits(2)
                                .adjustment(-2)
                                .headerAlone(1)
                                .codec(12)),
                new Kind("delimiter", () -> DelimiterCodec.of(8, new byte[] {1, 2})),
                new Kind(
                        "delimiters",
                        () -> DelimiterCodec.of(8, new byte[] {1, 2, 3}, new byte[] {2}, new byte[] {':', ':'})),
                new Kind("fixed length", () -> FixedLengthCodec.of(3)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aSplitAtEveryByteChangesNothing(Kind kind) throws NetException {
        var random = new Random(1);
        for (int i = 0; i < STREAMS; i++) {
            byte[] stream = stream(kind, random);
            var atOnce = Feed.of(kind.codec().get()).all(List.of(stream));
            for (int cut = 0; cut <= stream.length; cut++) {
                var two = List.of(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length));
                assertThat(new Feed<>(kind.codec().get(), ByteBuffer::allocate, 64).all(two))
                        .isEqualTo(atOnce);
            }
            assertThat(new Feed<>(kind.codec().get(), ByteBuffer::allocateDirect, 1).all(bytesOf(stream)))
                    .isEqualTo(atOnce);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsWrittenComesBackEqual(Kind kind) throws NetException {
        var random = new Random(2);
        for (int i = 0; i < 1000; i++) {
            var codec = kind.codec().get();
            String message = text(random, random.nextInt(14));
            String frame;
            try {
                frame = FrameBytes.encoded(codec, message);
            } catch (NetException refused) {
                assertThat(refused.operation()).isEqualTo("encode");
                continue;
            }
            assertThat(Feed.all(codec, frame)).containsExactly("<" + message + ">");
        }
    }

    /// Frames as the codec writes them, and now and then bytes that are none.
    private static byte[] stream(Kind kind, Random random) {
        var stream = new ByteArrayOutputStream();
        for (int i = random.nextInt(8); i > 0; i--) {
            String part = text(random, random.nextInt(14));
            try {
                part = random.nextInt(10) == 0
                        ? part
                        : FrameBytes.encoded(kind.codec().get(), part);
            } catch (NetException refused) {
                continue;
            }
            stream.writeBytes(part.getBytes(ISO_8859_1));
        }
        return stream.toByteArray();
    }

    private static String text(Random random, int length) {
        String letters = "\u0001\u0002\u0003:,0123456789abcdef\u00ff\u0080";
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static List<byte[]> bytesOf(byte[] stream) {
        var pieces = new ArrayList<byte[]>();
        for (byte one : stream) {
            pieces.add(new byte[] {one});
        }
        return pieces;
    }
}
