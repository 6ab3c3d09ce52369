package dev.minato.framed;

import dev.minato.error.NetException;
import java.util.Objects;

/// A [Framed] that was split; see [Framed#split].
///
/// {@snippet file="dev/minato/examples/framing/LineChat.java" region="split"}
///
/// @param <I> what is read
/// @param <O> what is written
/// @param reader reads the messages of the peer
/// @param writer sends messages to the peer
public record FramedHalves<I, O>(FramedReader<I> reader, FramedWriter<O> writer) implements AutoCloseable {
    /// Both of them.
    public FramedHalves {
        Objects.requireNonNull(reader, "reader");
        Objects.requireNonNull(writer, "writer");
    }

    /// Closes both, the writer first: what was written is flushed, for at most a second. No-op for one that is
    /// closed already.
    @Override
    public void close() throws NetException {
        try (reader) {
            writer.close();
        }
    }
}
