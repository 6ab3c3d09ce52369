package dev.minato.codec;

import static dev.minato.codec.FrameBytes.encoded;
import static dev.minato.codec.FrameBytes.hex;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The parameters that the guide gives for real protocols, on bytes that programs sent.
///
/// Of some frames only the beginning is written down here. The rest is `x` up to the length that the protocol
/// gives the frame, which stands beside it.
class ProtocolGalleryTest {
    /// A protocol, its codec, and a frame with the messages that come of it, each a character a byte.
    record Row(String name, Supplier<Codec<ByteBuffer, ByteBuffer>> codec, String frame, List<String> messages) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> protocols() {
        return Stream.of(binary(), digits(), delimited()).flatMap(List::stream);
    }

    private static List<Row> binary() {
        String dns = filled(hex("0038 25ab 0120 0001 0000 0000 0001 0377"), 2 + 56);
        String handshake = filled(hex("640000 00 0a352e352e352d31302e31312e3139"), 4 + 100);
        String query = hex("51 0000000d 73656c656374203100");
        String connect = hex("10 0c 0004 4d515454 04 02 003c 0000");
        String publish = filled(hex("30 cd01 0003 612f62"), 3 + 205);
        String kafka = filled(hex("00000024 0012 0003 00000001 0007 7264"), 4 + 36);
        String open = filled(hex("ffffffffffffffffffffffffffffffff 0035 01 04 fde9 00f0"), 53);
        String modbus = hex("0001 0000 0006 01 03 0000 0002");
        String tune = hex("01 0000 0000000c 000a001e07ff0002 0000003c ce");
        String proto = hex("07 0a0568656c6c6f");
        String protoOfTwo = filled(hex("af02 0aac02 7878"), 2 + 303);
        return List.of(
                row("DNS", () -> LengthCodec.ofBytes(2).codec(65_537), dns, dns.substring(2)),
                row("Kafka", () -> LengthCodec.ofBytes(4).codec(1 << 20), kafka, kafka.substring(4)),
                row("protobuf", () -> LengthCodec.ofVarint(5).codec(1 << 20), proto, proto.substring(1)),
                row("protobuf, 2", () -> LengthCodec.ofVarint(5).codec(1 << 20), protoOfTwo, protoOfTwo.substring(2)),
                whole("MySQL", LengthCodec.ofBytes(3).littleEndian().adjustment(1), handshake),
                whole("PostgreSQL", LengthCodec.ofBytes(4).offset(1).adjustment(-4), query),
                whole("MQTT", LengthCodec.ofVarint(4).offset(1), connect),
                whole("MQTT, 2", LengthCodec.ofVarint(4).offset(1), publish),
                whole("BGP", LengthCodec.ofBytes(2).offset(16).adjustment(-18), open),
                whole("Modbus TCP", LengthCodec.ofBytes(2).offset(4), modbus),
                whole("AMQP 0-9-1", LengthCodec.ofBytes(4).offset(3).trailer((byte) 0xce), tune));
    }

    private static List<Row> digits() {
        String syslog = filled("37 <13>Nov", 3 + 37);
        String pack = filled("0039git-upload-pack ", 0x39);
        var packetLines = TextLengthCodec.hexadecimal()
                .digits(4)
                .adjustment(-4)
                .headerAlone(2)
                .wholeFrame();
        return List.of(
                row(
                        "netstring",
                        () -> TextLengthCodec.decimal().until(':').trailer(',').codec(1024),
                        "5:hello,",
                        "hello"),
                row("RFC 6587", () -> TextLengthCodec.decimal().until(' ').codec(8192), syslog, syslog.substring(3)),
                row("git", () -> packetLines.codec(0xfff0), pack + "0000", pack, "0000"));
    }

    private static List<Row> delimited() {
        String hl7 = hex("0b 4d53487c5e7e5c267c") + "xxx\r";
        return List.of(
                row("MLLP", () -> DelimiterCodec.of(1 << 20, new byte[] {0x1c, 0x0d}), hl7 + hex("1c0d"), hl7),
                row(
                        "SLIP",
                        () -> DelimiterCodec.of(1006, new byte[] {(byte) 0xc0}),
                        hex("c0 01 dbdc dbdd 02 c0"),
                        "",
                        hex("01 dbdc dbdd 02")));
    }

    private static Row whole(String name, LengthCodec frames, String frame) {
        return row(name, () -> frames.wholeFrame().codec(1 << 20), frame, frame);
    }

    private static Row row(
            String name, Supplier<Codec<ByteBuffer, ByteBuffer>> codec, String frame, String... messages) {
        return new Row(name, codec, frame, List.of(messages));
    }

    private static String filled(String beginning, int length) {
        return beginning + "x".repeat(length - beginning.length());
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void framesAreFoundHoweverTheBytesAreCut(Row row) {
        String stream = row.frame + row.frame;
        var twice = new ArrayList<String>();
        for (int i = 0; i < 2; i++) {
            row.messages.forEach(message -> twice.add("<" + message + ">"));
        }
        for (int cut = 0; cut <= stream.length(); cut++) {
            var pieces = List.of(bytes(stream.substring(0, cut)), bytes(stream.substring(cut)));
            assertThat(new Feed<>(row.codec.get(), ByteBuffer::allocate, 1024).all(pieces))
                    .as("cut at %d", cut)
                    .isEqualTo(twice);
        }
        var single = stream.chars().mapToObj(c -> new byte[] {(byte) c}).toList();
        assertThat(new Feed<>(row.codec.get(), ByteBuffer::allocateDirect, 1).all(single))
                .isEqualTo(twice);
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void messagesAreWrittenAsTheProgramSentThem(Row row) throws NetException {
        var written = new StringBuilder();
        for (String message : row.messages) {
            written.append(encoded(row.codec.get(), message));
        }
        assertThat(written).hasToString(row.frame);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
