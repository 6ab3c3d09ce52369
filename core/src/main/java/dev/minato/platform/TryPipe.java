package dev.minato.platform;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;

/// A pipe of the kernel, by which bytes go from one stream to another and are never copied to the program.
///
/// ```
///   from ──tryFill──▶ [ held ] ──tryDrain──▶ to
///                        └──────tryRead──▶ memory, where the kernel refuses the rest of the way
/// ```
///
/// Nothing here waits: who is told "not now" waits for the stream. A pipe belongs to whoever took it
/// ([Platform#takePipe]), for one thread at a time, until [#close].
public interface TryPipe {
    /// The most bytes that one call fills in.
    int MAX_FILL = 64 * 1024;

    /// Returned where the kernel does not do this with that stream, or not now: its bytes are to be copied.
    /// Nothing was moved.
    int REFUSED = -2;

    /// Moves what there is to read into the pipe, which is empty, and at most `max` bytes: otherwise as
    /// [TryStream#tryRead], or REFUSED.
    int tryFill(TryStream<?> from, int max) throws NetException;

    /// Moves what the pipe holds to the stream; as [TryStream#tryWrite], or REFUSED.
    int tryDrain(TryStream<?> to) throws NetException;

    /// Reads what the pipe holds into a buffer of the heap: how many bytes.
    int tryRead(ByteBuffer into) throws NetException;

    /// How many bytes it holds.
    int held();

    /// Gives the pipe back; what it still holds is dropped.
    void close();
}
