package dev.minato.examples.framing;

import static java.util.stream.Collectors.joining;

import dev.minato.codec.Decoder;
import dev.minato.error.NetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/// Decoders that take their turns in one buffer, each for so many messages, on what a real program sent.
final class Turns {
    private static final Path CAPTURES = Path.of("../core/src/test/captures");

    private final Queue<Turn<?>> turns = new ArrayDeque<>();
    private final List<String> messages = new ArrayList<>();
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int taken;

    /// @param count how many messages it takes
    private record Turn<T>(Decoder<T> decoder, Function<T, String> text, int count) {
        boolean takeOne(ByteBuffer input, List<String> messages) throws NetException {
            var message = decoder.decode(input);
            message.map(text).ifPresent(messages::add);
            return message.isPresent();
        }
    }

    <T> Turns then(Decoder<T> decoder, Function<T, String> text, int count) {
        turns.add(new Turn<>(decoder, text, count));
        return this;
    }

    /// What a side sent.
    ///
    /// @param name protocol and side, as `ldap.client`
    static byte[] captured(String name) throws IOException {
        try (var lines = Files.lines(file(name))) {
            return HexFormat.of()
                    .parseHex(lines.filter(line -> !line.startsWith("#")).collect(joining()));
        }
    }

    static Path file(String name) {
        return CAPTURES.resolve(name + ".hex");
    }

    /// The messages of a stream that is cut at that place; fails if bytes are left over.
    List<String> messages(byte[] stream, int cut) throws NetException {
        arrive(Arrays.copyOf(stream, cut));
        arrive(Arrays.copyOfRange(stream, cut, stream.length));
        return end();
    }

    /// The messages of a stream that comes byte by byte.
    List<String> messagesOfBytes(byte[] stream) throws NetException {
        for (byte one : stream) {
            arrive(new byte[] {one});
        }
        return end();
    }

    private void arrive(byte[] piece) throws NetException {
        buffer = ByteBuffer.allocate(buffer.position() + piece.length)
                .put(buffer.flip())
                .put(piece)
                .flip();
        while (!turns.isEmpty() && take(turns.element())) {}
        buffer.compact();
    }

    private boolean take(Turn<?> turn) throws NetException {
        boolean isTaken = turn.takeOne(buffer, messages);
        taken += isTaken ? 1 : 0;
        if (taken == turn.count()) {
            turns.remove();
            taken = 0;
        }
        return isTaken;
    }

    private List<String> end() {
        if (buffer.position() > 0 || !turns.isEmpty()) {
            throw new AssertionError(buffer.position() + " bytes left, and " + turns.size() + " decoders");
        }
        return messages;
    }
}
