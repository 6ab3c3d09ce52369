package dev.minato.net.handle;

import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.TryPipe;
import dev.minato.platform.TryStream;
import dev.minato.platform.wait.Outcome;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.util.Optional;

/// Bytes on their way from one socket to another by a pipe of the kernel, instead of a buffer: fills it as a
/// read does, and drains it as a write does, with the timeouts, modes and failures of the two.
///
/// ```
///   NO PIPE ──tryFill, there is something──▶ HOLDS ──drain, to the last byte──▶ EMPTY ──tryFill──▶ HOLDS
///      ▲                                                                          │
///      └───────────────────────── before a wait for more ◀───────────────────────┘
/// ```
///
/// So a copy that waits holds no pipe. For one thread, which closes it.
public final class Splice implements AutoCloseable {
    /// Returned where the bytes are to be copied: the kernel refuses, or has no pipe. Nothing was moved.
    public static final int REFUSED = TryPipe.REFUSED;

    private final SpliceEnd from;
    private final SpliceEnd to;
    private final SocketHandle<? extends TryStream<?>> source;
    private final SocketHandle<? extends TryStream<?>> sink;
    private Optional<TryPipe> pipe = Optional.empty();

    private Splice(
            SpliceEnd from,
            SocketHandle<? extends TryStream<?>> source,
            SpliceEnd to,
            SocketHandle<? extends TryStream<?>> sink) {
        this.from = from;
        this.source = source;
        this.to = to;
        this.sink = sink;
    }

    /// Returns the way between two streams; empty if one of them is no socket.
    public static Optional<Splice> between(Channel from, Channel to) {
        return SpliceEnd.of(from).flatMap(first -> SpliceEnd.of(to).flatMap(second -> between(first, second)));
    }

    private static Optional<Splice> between(SpliceEnd from, SpliceEnd to) {
        return from.socket().flatMap(source -> to.socket().map(sink -> new Splice(from, source, to, sink)));
    }

    /// How many bytes are on their way.
    public int held() {
        return pipe.isEmpty() ? 0 : pipe.get().held();
    }

    /// Fills the pipe, which is empty, with at most `max` bytes that are there: 0 for nothing now, -1 at the
    /// end, or REFUSED.
    public int tryFill(int max) throws NetException {
        try {
            source.checkOpen("read");
            int count = attempt(max);
            source.spend(Math.max(0, count));
            return noted(count);
        } catch (NetException e) {
            throw source.located(e);
        }
    }

    /// As [#tryFill] after it found nothing, waiting until there is something.
    public int fill(int max) throws NetException {
        try {
            int count = 0;
            while (count == 0) {
                releasePipe();
                Outcome outcome = source.block(Interest.READABLE, "read");
                count = attempt(max);
                if (count == 0) {
                    SocketHandle.check(outcome, "read");
                }
            }
            return noted(count);
        } catch (NetException e) {
            throw source.located(e);
        }
    }

    private int attempt(int max) throws NetException {
        if (pipe.isEmpty()) {
            pipe = source.platform().takePipe(source.socket(), sink.socket());
        }
        return pipe.isEmpty() ? REFUSED : pipe.get().tryFill(source.socket(), max);
    }

    private int noted(int count) {
        if (count > 0 || count == -1) {
            from.noteRead(count);
        } else {
            releasePipe();
        }
        return count;
    }

    /// Writes some of what the pipe holds, waiting until the kernel takes any: at least 1, or REFUSED.
    public int drain() throws NetException {
        TryPipe holding = pipe.orElseThrow();
        try {
            sink.checkOpen("write");
            int count = holding.tryDrain(sink.socket());
            sink.spend(Math.max(0, count));
            count = count == 0 ? drainBlocked(holding) : count;
            to.noteWritten(Math.max(0, count));
            return count;
        } catch (NetException e) {
            throw sink.located(e);
        }
    }

    private int drainBlocked(TryPipe holding) throws NetException {
        to.noteBlocked(true);
        try {
            int count = 0;
            while (count == 0) {
                Outcome outcome = sink.block(Interest.WRITABLE, "write");
                count = holding.tryDrain(sink.socket());
                if (count == 0) {
                    SocketHandle.check(outcome, "write");
                }
            }
            return count;
        } finally {
            to.noteBlocked(false);
        }
    }

    /// Reads what the pipe holds into a buffer, for bytes that have to go another way; how many.
    public int takeBack(ByteBuffer into) throws NetException {
        return pipe.isEmpty() ? 0 : pipe.get().tryRead(into);
    }

    private void releasePipe() {
        if (pipe.isPresent()) {
            pipe.get().close();
            pipe = Optional.empty();
        }
    }

    /// Gives the pipe back; what is on its way is dropped.
    @Override
    public void close() {
        releasePipe();
    }
}
