package dev.minato.net;

import java.util.Objects;

/// A stream that was parted; see [ByteStream#split].
///
/// {@snippet file="dev/minato/examples/tcp/Chat.java" region="split"}
///
/// @param <S> the stream
/// @param reader reads what the peer sends
/// @param writer sends to the peer
public record Halves<S extends ByteStream>(ReadHalf<S> reader, WriteHalf<S> writer) {
    /// Both of them.
    public Halves {
        Objects.requireNonNull(reader, "reader");
        Objects.requireNonNull(writer, "writer");
    }

    /// The halves of two handles on one connection, which they take over: for a stream of another kind that can
    /// be parted.
    public static <S extends ByteStream> Halves<S> of(S reading, S writing) {
        Objects.requireNonNull(reading, "reading");
        Objects.requireNonNull(writing, "writing");
        var whole = new Object();
        return new Halves<>(new ReadHalf<>(reading, whole), new WriteHalf<>(writing, whole));
    }
}
