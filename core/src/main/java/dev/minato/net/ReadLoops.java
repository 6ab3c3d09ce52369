package dev.minato.net;

import dev.minato.buffer.GrowingBuffer;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Scope;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The loops behind [ByteSource]'s reads that go on until they have all they were asked for.
final class ReadLoops {
    private static final int FIRST_CHUNK = 8 * 1024;

    private ReadLoops() {}

    static void exactly(ByteSource source, ByteBuffer buffer) throws NetException {
        int wanted = buffer.remaining();
        while (buffer.hasRemaining()) {
            if (source.read(buffer) == -1) {
                String came = "after " + (wanted - buffer.remaining()) + " of " + wanted + " bytes";
                throw named(source, NetException.of(ErrorKind.UNEXPECTED_EOF, "read", came));
            }
        }
    }

    static byte[] toEnd(ByteSource source, int limit) throws NetException {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must be at least 0, not " + limit);
        }
        int first = Math.min(limit, FIRST_CHUNK);
        var bytes = new GrowingBuffer(first, first);
        int count = 0;
        while (count != -1) {
            checkInterrupt(source);
            if (bytes.count() < limit) {
                count = append(source, bytes, limit);
            } else {
                checkEnd(source, limit);
                count = -1;
            }
        }
        return bytes.takeArray();
    }

    private static int append(ByteSource source, GrowingBuffer bytes, int limit) throws NetException {
        bytes.makeRoom(1, limit);
        ByteBuffer room = bytes.beginAppend();
        try {
            return source.read(room);
        } finally {
            bytes.endAppend();
        }
    }

    static int toEnd(ByteSource source, ByteBuffer buffer) throws NetException {
        int start = buffer.position();
        int count = 0;
        while (count != -1) {
            checkInterrupt(source);
            if (buffer.hasRemaining()) {
                count = source.read(buffer);
            } else {
                checkNothingLeft(source, buffer.position() - start);
                count = -1;
            }
        }
        return buffer.position() - start;
    }

    /// Peeks, so that what is left stays in the stream.
    private static void checkNothingLeft(ByteSource source, int came) throws NetException {
        int left;
        try {
            left = source.peek(ByteBuffer.allocate(1));
        } catch (NetException e) {
            throw e.withOperation("read");
        }
        if (left != -1) {
            throw tooMuch(source, came);
        }
    }

    private static NetException tooMuch(ByteSource source, int limit) {
        String detail = "more than " + limit + " bytes before the end of the stream";
        return named(source, NetException.of(ErrorKind.MESSAGE_TOO_LONG, "read", detail));
    }

    /// Returns the failure with the peer's name, as the source's own failures have it.
    private static NetException named(ByteSource source, NetException failure) {
        return source.peerName().map(failure::withAddress).orElse(failure);
    }

    private static void checkEnd(ByteSource source, int limit) throws NetException {
        if (source.read(new byte[1]) != -1) {
            throw tooMuch(source, limit);
        }
    }

    /// A peer that sends without pause would otherwise keep a cancelled task busy to the limit.
    private static void checkInterrupt(ByteSource source) throws NetException {
        try {
            Scope.checkInterrupt("read");
        } catch (NetException e) {
            throw named(source, e);
        }
    }

    static String text(ByteSource source, int limit) throws NetException {
        byte[] bytes = source.readToEnd(limit);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            var failure = NetException.builder(ErrorKind.INVALID_DATA, "read")
                    .detail("not UTF-8")
                    .cause(e)
                    .build();
            throw named(source, failure);
        }
    }
}
