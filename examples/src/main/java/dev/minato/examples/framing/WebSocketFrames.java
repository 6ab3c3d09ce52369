package dev.minato.examples.framing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.codec.Decoder;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Optional;

/// A decoder written by hand, for a format that no parameters describe: the payloads of WebSocket frames
/// (RFC 6455, 5.2).
///
/// ```
/// 81 05         hello        a length below 126 in the second byte
/// 81 7e 012c    yyy…         126: the length is in the next two bytes
/// 81 7f …       yyy…         127: it is in the next eight
/// 81 85 075aac82 …           its top bit: four bytes of mask, then the payload under it
/// ```
///
/// What it does not do is what a program would do above it: join fragments, and answer pings.
///
/// Try it: it prints the payloads of the frames that it reads from its standard input.
///
/// ```
/// $ printf '\201\005hello' | examples/run WebSocketFrames
/// hello
/// ```
final class WebSocketFrames implements Decoder<byte[]> {
    private static final int MAX_HEADER = 14;

    private final int max;
    private boolean failed;

    WebSocketFrames(int max) {
        this.max = max;
    }

    static void main(String[] args) throws IOException {
        DecodeByHand.decode(
                Channels.newChannel(System.in),
                new WebSocketFrames(1024),
                payload -> IO.println(new String(payload, UTF_8)));
    }

    // @start region="decoder"
    @Override
    public Optional<byte[]> decode(ByteBuffer input) throws NetException {
        var frame = input.slice(); // its own position, and big-endian whatever the order of `input`
        if (frame.remaining() < 2) {
            return Optional.empty();
        }
        boolean masked = frame.get(1) < 0;
        int size = frame.get(1) & 0x7f;
        int header = (size < 126 ? 2 : size == 126 ? 4 : 10) + (masked ? 4 : 0);
        if (frame.remaining() < header) {
            return Optional.empty();
        }
        long length = size < 126 ? size : size == 126 ? frame.getShort(2) & 0xffff : frame.getLong(2);
        if (length < 0 || length > max) {
            failed = true;
            throw NetException.of(ErrorKind.MESSAGE_TOO_LONG, "decode", "a frame of more than " + max + " bytes");
        }
        if (frame.remaining() < header + length) {
            return Optional.empty();
        }
        var payload = new byte[(int) length];
        frame.get(header, payload);
        for (int i = 0; masked && i < payload.length; i++) {
            payload[i] ^= frame.get(header - 4 + i % 4);
        }
        input.position(input.position() + header + payload.length);
        return Optional.of(payload);
    }

    @Override
    public boolean isFailed() {
        return failed;
    }

    @Override
    public int maxBuffered() {
        return MAX_HEADER + max;
    }
    // @end
}
