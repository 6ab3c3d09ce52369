package dev.minato.examples.framing;

import dev.minato.codec.Decoder;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.HexFormat;
import java.util.Optional;

/// A decoder written by hand, for two lengths whose byte order the first byte tells: the messages of D-Bus
/// (specification, "Message Format").
///
/// ```
/// 6c 01 00 01  05000000  01000000  6e000000  …       'l': little-endian
/// 42 01 00 01  00000005  00000001  0000006e  …       'B': big-endian
/// │     │      body      serial    header fields, then zeros up to a multiple of 8, then the body
/// │     version 1 behind type and flags
/// ```
///
/// A message is given whole. Before the first one come lines of text, which end with BEGIN from the client.
///
/// Try it: it prints the messages that it reads from its standard input.
///
/// ```
/// $ printf 'l\1\0\1\1\0\0\0\7\0\0\0\0\0\0\0!' | examples/run DBusMessages
/// 6c01000101000000070000000000000021
/// ```
final class DBusMessages implements Decoder<byte[]> {
    private static final int HEADER = 16;

    private final int max;
    private boolean failed;

    /// @param max the longest message, in bytes; the protocol's own maximum is 128 MiB
    DBusMessages(int max) {
        this.max = max;
    }

    static void main(String[] args) throws IOException {
        DecodeByHand.decode(
                Channels.newChannel(System.in),
                new DBusMessages(1024),
                message -> IO.println(HexFormat.of().formatHex(message)));
    }

    @Override
    public Optional<byte[]> decode(ByteBuffer input) throws NetException {
        var frame = input.slice();
        if (frame.remaining() < HEADER) {
            return Optional.empty();
        }
        byte order = frame.get(0);
        if (order != 'l' && order != 'B' || frame.get(3) != 1) {
            throw failure(ErrorKind.INVALID_DATA, "order " + order + ", version " + frame.get(3));
        }
        frame.order(order == 'l' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long body = Integer.toUnsignedLong(frame.getInt(4));
        long fields = Integer.toUnsignedLong(frame.getInt(12));
        long length = HEADER + Math.ceilDiv(fields, 8) * 8 + body;
        if (length > max) {
            throw failure(ErrorKind.MESSAGE_TOO_LONG, "a message of more than " + max + " bytes");
        }
        if (frame.remaining() < length) {
            return Optional.empty();
        }
        var message = new byte[(int) length];
        input.get(message);
        return Optional.of(message);
    }

    private NetException failure(ErrorKind kind, String detail) {
        failed = true;
        return NetException.of(kind, "decode", detail);
    }

    @Override
    public boolean isFailed() {
        return failed;
    }

    @Override
    public int maxBuffered() {
        return Math.max(HEADER, max);
    }
}
