package dev.minato.net.handle;

import dev.minato.platform.TryStream;
import java.nio.channels.Channel;
import java.util.Optional;
import java.util.function.Function;

/// A stream that may be one end of a [Splice]: a socket, or what counts the bytes of one.
///
/// Streams that are sockets do not show their handles to their users, so they are looked up by a function
/// that their package gives here once.
@FunctionalInterface
public interface SpliceEnd {
    /// The socket; empty where bytes must be seen on their way, as those of TLS.
    Optional<SocketHandle<? extends TryStream<?>>> socket();

    /// Told of bytes that were read from the socket, or of its end by -1.
    default void noteRead(int count) {}

    /// Told before a write that waits, and after it.
    default void noteBlocked(boolean blocked) {}

    /// Told of bytes that were written to the socket.
    default void noteWritten(int count) {}

    /// Says how streams that are sockets are found.
    static void foundBy(Function<Channel, Optional<SpliceEnd>> finder) {
        SpliceEnds.finder = finder;
    }

    /// Returns the end that a stream is; empty for any other channel.
    static Optional<SpliceEnd> of(Channel stream) {
        return stream instanceof SpliceEnd end ? Optional.of(end) : SpliceEnds.finder.apply(stream);
    }
}
