package dev.minato.net;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads that go on until they have all they were asked for.
final class Reading {
    private static final int FIRST_CHUNK = 8 * 1024;

    private Reading() {}

    static void exactly(ByteStream stream, ByteBuffer buffer, Object peer) throws NetException {
        int wanted = buffer.remaining();
        while (buffer.hasRemaining()) {
            if (stream.read(buffer) == -1) {
                throw NetException.builder(ErrorKind.UNEXPECTED_EOF, "read")
                        .address(peer)
                        .detail("after " + (wanted - buffer.remaining()) + " of " + wanted + " bytes")
                        .build();
            }
        }
    }

    static byte[] toEnd(ByteStream stream, int limit, Object peer) throws NetException {
        if (limit < 0) {
            throw NetException.of(ErrorKind.INVALID_INPUT, "read", "a limit must not be negative, not " + limit);
        }
        byte[] bytes = new byte[Math.min(limit, FIRST_CHUNK)];
        int length = 0;
        for (; ; ) {
            checkInterrupt(peer);
            if (length == bytes.length) {
                if (length == limit) {
                    checkEnd(stream, limit, peer);
                    return bytes;
                }
                bytes = Arrays.copyOf(bytes, (int) Math.min(limit, 2L * length));
            }
            int count = stream.read(bytes, length, bytes.length - length);
            if (count == -1) {
                return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
            }
            length += count;
        }
    }

    static int toEnd(ByteStream stream, ByteBuffer buffer, Object peer) throws NetException {
        int start = buffer.position();
        int count = 0;
        while (count != -1) {
            checkInterrupt(peer);
            if (buffer.hasRemaining()) {
                count = stream.read(buffer);
            } else {
                checkNothingLeft(stream, buffer.position() - start, peer);
                count = -1;
            }
        }
        return buffer.position() - start;
    }

    /// Peeks, so that what is left stays in the stream.
    private static void checkNothingLeft(ByteStream stream, int came, Object peer) throws NetException {
        int left;
        try {
            left = stream.peek(ByteBuffer.allocate(1));
        } catch (NetException e) {
            throw e.withOperation("read");
        }
        if (left != -1) {
            throw tooMuch(came, peer);
        }
    }

    private static NetException tooMuch(int limit, Object peer) {
        return NetException.builder(ErrorKind.MESSAGE_TOO_LONG, "read")
                .address(peer)
                .detail("more than " + limit + " bytes before the end of the stream")
                .build();
    }

    private static void checkEnd(ByteStream stream, int limit, Object peer) throws NetException {
        if (stream.read(new byte[1]) != -1) {
            throw tooMuch(limit, peer);
        }
    }

    /// A peer that sends without pause would otherwise keep a cancelled task busy to the limit.
    private static void checkInterrupt(Object peer) throws NetException {
        if (Thread.currentThread().isInterrupted()) {
            throw NetException.builder(ErrorKind.INTERRUPTED, "read")
                    .address(peer)
                    .build();
        }
    }

    static String text(byte[] bytes, Object peer) throws NetException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw NetException.builder(ErrorKind.INVALID_DATA, "read")
                    .address(peer)
                    .detail("not UTF-8")
                    .cause(e)
                    .build();
        }
    }
}
