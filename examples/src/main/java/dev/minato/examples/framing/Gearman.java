package dev.minato.examples.framing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.codec.Codec;
import dev.minato.codec.LengthCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Frames as packets of a type of one's own: the echo of a Gearman job server.
///
/// ```
/// 00 R E Q   00000010   00000005   h e l l o      a magic, a type, the length of the data
/// 00 R E S   00000011   00000005   h e l l o
/// ```
///
/// The length frames it; a mapping makes a packet of each frame, and refuses what has another magic.
///
/// ```
/// $ printf '\0REQ\0\0\0\020\0\0\0\5hello' | nc -N 127.0.0.1 4730 | od -c
/// ```
final class Gearman {
    private static final int MAX_PACKET = 64 * 1024;
    private static final int HEADER = 12;
    private static final String REQ = "\0REQ";
    private static final String RES = "\0RES";
    private static final int ECHO_REQ = 16;
    private static final int ECHO_RES = 17;

    static void main(String[] args) throws NetException {
        try (var listener = TcpListener.bind(args.length > 0 ? args[0] : "127.0.0.1:4730")) {
            serve(listener);
        }
    }

    static void serve(TcpListener listener) {
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> echo(stream));
        }
    }

    // @start region="packets"
    record Packet(String magic, int type, ByteBuffer data) {
        static Packet of(ByteBuffer frame) throws NetException {
            var magic = new byte[4];
            frame.get(magic);
            if (!Arrays.equals(magic, REQ.getBytes(US_ASCII))) {
                throw NetException.of(ErrorKind.INVALID_DATA, "decode", "no packet of Gearman");
            }
            int type = frame.getInt();
            var data = ByteBuffer.allocate(frame.getInt());
            return new Packet(REQ, type, data.put(frame).flip()); // a copy: the frame is gone with the next read
        }

        ByteBuffer frame() {
            var frame = ByteBuffer.allocate(HEADER + data.remaining()).put(magic.getBytes(US_ASCII));
            return frame.putInt(type).putInt(data.remaining()).put(data.slice()).flip();
        }
    }

    static Codec<Packet, Packet> packets() {
        return LengthCodec.ofBytes(4).offset(8).wholeFrame().codec(MAX_PACKET).map(Packet::of, Packet::frame);
    }
    // @end

    private static void echo(TcpStream stream) throws NetException {
        try (var packets = new Framed<>(stream, packets())) {
            for (var packet = packets.read(); packet.isPresent(); packet = packets.read()) {
                if (packet.get().type() == ECHO_REQ) {
                    packets.write(new Packet(RES, ECHO_RES, packet.get().data()));
                }
            }
        }
    }

    private Gearman() {}
}
