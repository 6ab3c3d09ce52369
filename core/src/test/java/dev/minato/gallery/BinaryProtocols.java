package dev.minato.gallery;

import static dev.minato.gallery.Protocol.frames;
import static dev.minato.gallery.Protocol.protocol;
import static java.util.stream.Collectors.joining;

import dev.minato.codec.Codec;
import dev.minato.codec.LengthCodec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Protocols with a binary length in front of every frame.
final class BinaryProtocols {
    private static final int MAX = 1 << 20;

    static final List<Protocol> ALL = List.of(
            both(
                    "BGP",
                    "bgp",
                    () -> LengthCodec.ofBytes(2)
                            .offset(16)
                            .adjustment(-18)
                            .wholeFrame()
                            .codec(4096),
                    marked("003501 001304 002f02 001702 001304 001304 001304 001304 001503"),
                    marked("003501 001304 002f02 001702 001304 001304 001304 001304")),
            alone(
                    "Cassandra CQL",
                    "cassandra",
                    () -> LengthCodec.ofBytes(4).offset(5).wholeFrame().codec(MAX),
                    "42000000010000008d"),
            both(
                    "Diameter",
                    "diameter",
                    () -> LengthCodec.ofBytes(3)
                            .offset(1)
                            .adjustment(-4)
                            .wholeFrame()
                            .codec(MAX),
                    "0100008480000101 0100008880000101",
                    "0100009000000101 0100009000000101"),
            both(
                    "DNS over TCP",
                    "dns",
                    () -> LengthCodec.ofBytes(2).codec(65_537),
                    "575e0120 2c940120 4aa40120",
                    "575e8580 2c948580 4aa48183"),
            both(
                    "Kafka",
                    "kafka",
                    () -> LengthCodec.ofBytes(4).codec(MAX),
                    "0012000300000001 0012000000000002 0003000200000003 0003000200000004",
                    "0000000100230100 0000000200000000 0000000300000001 0000000400000001"),
            both("Minecraft", "minecraft", () -> LengthCodec.ofVarint(3).codec(MAX), "00f2 00 0100", "0076 0100"),
            both(
                    "Modbus TCP",
                    "modbus",
                    () -> LengthCodec.ofBytes(2).offset(4).wholeFrame().codec(260),
                    "0001000000060103 0002000000060103 0003000000060103",
                    "0001000000070103 0002000000070103 0003000000070103"),
            both(
                    "MongoDB",
                    "mongodb",
                    () -> LengthCodec.ofBytes(4).littleEndian().adjustment(-4).codec(MAX),
                    "0200000000000000d4070000 0300000000000000dd070000 0400000000000000dd070000",
                    "010000000200000001000000 0200000003000000dd070000 0300000004000000dd070000"),
            both(
                    "MQTT",
                    "mqtt",
                    () -> LengthCodec.ofVarint(4).offset(1).wholeFrame().codec(MAX),
                    "1011 8208 4002 4002 e000",
                    "2002 9003 320c 32cf"),
            both(
                    "MySQL",
                    "mysql",
                    () -> LengthCodec.ofBytes(3)
                            .littleEndian()
                            .adjustment(1)
                            .wholeFrame()
                            .codec(MAX),
                    "bb00000184 0900000003 1800000003 0100000001",
                    "640000000a 0700000200 0200000101 1800000203 05000003fe 0200000401 05000005fe 0200000101 "
                            + "2700000203 05000003fe 2f010004fc 05000005fe"),
            both(
                    "9P",
                    "9p",
                    () -> LengthCodec.ofBytes(4).littleEndian().adjustment(-4).codec(MAX),
                    "64ffff 660000 680000 6e0000 0c0000 740000 740000 780000 780000",
                    "65ffff 070000 690000 6f0000 0d0000 750000 750000 790000 790000"),
            both(
                    "ONC RPC",
                    "rpc",
                    () -> LengthCodec.ofBytes(4).mask(0x7fff_ffff).wholeFrame().codec(MAX),
                    "80000028 80000028 80000028 80000028",
                    "80000020 80000018 80000018 80000018"),
            both(
                    "protobuf, delimited",
                    "protobuf",
                    () -> LengthCodec.ofVarint(5).codec(MAX),
                    "0a0568  0aac02",
                    "0a0a68  0ad804"),
            both(
                    "SMPP",
                    "smpp",
                    () -> LengthCodec.ofBytes(4).adjustment(-4).codec(MAX),
                    "00000009 00000004 00000006",
                    "80000009 80000004 80000006"),
            both(
                    "TLS records",
                    "tls",
                    () -> LengthCodec.ofBytes(2).offset(3).wholeFrame().codec(5 + 16_384 + 2048),
                    "1603010138 1403030001 1703030045 1703030017 1703030013",
                    "160303007a 1403030001 1703030017 1703030162 1703030059 1703030045 17030300fa 17030300fa "
                            + "1703030017 1703030013"),
            alone(
                    "TPKT (RDP)",
                    "tpkt",
                    () -> LengthCodec.ofBytes(2)
                            .offset(2)
                            .adjustment(-4)
                            .wholeFrame()
                            .codec(65_535),
                    "0300002b26e0"));

    private BinaryProtocols() {}

    /// Of a client that nobody answered.
    private static Protocol alone(
            String name, String captures, Supplier<Codec<ByteBuffer, ByteBuffer>> codec, String fromClient) {
        return protocol(name, captures).client(frames(codec, fromClient));
    }

    /// Messages of BGP begin with a marker of 16 bytes.
    private static String marked(String beginnings) {
        return Stream.of(beginnings.split(" ")).map("ff".repeat(16)::concat).collect(joining(" "));
    }

    private static Protocol both(
            String name,
            String captures,
            Supplier<Codec<ByteBuffer, ByteBuffer>> codec,
            String fromClient,
            String fromServer) {
        return protocol(name, captures).client(frames(codec, fromClient)).server(frames(codec, fromServer));
    }
}
