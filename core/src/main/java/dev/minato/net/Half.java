package dev.minato.net;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.channels.Channel;
import java.util.concurrent.atomic.AtomicBoolean;

/// The base of [ReadHalf] and [WriteHalf]: a handle of the whole, and whether the half is open.
/// Package-private, so nobody else can extend it.
///
/// @param <S> the stream
abstract class Half<S extends Channel> {
    final S stream;

    /// The same object in both halves, and in no others.
    final Object whole;

    final AtomicBoolean open = new AtomicBoolean(true);

    Half(S stream, Object whole) {
        this.stream = stream;
        this.whole = whole;
    }

    final S opened(String operation) throws NetException {
        if (!open.get()) {
            throw NetException.of(ErrorKind.CLOSED, operation, "this half is closed");
        }
        return stream;
    }

    /// The stream, for its addresses, options and timeouts. Reading from it or writing to it is the same as
    /// through the halves; to close, use the halves.
    public S stream() {
        return stream;
    }

    /// Whether this half is open.
    public boolean isOpen() {
        return open.get() && stream.isOpen();
    }
}
