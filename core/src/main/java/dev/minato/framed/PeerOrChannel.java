package dev.minato.framed;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteSource;
import dev.minato.net.Readiness;
import dev.minato.net.ReadinessSet;
import dev.minato.task.BoundedChannel;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The wait of a reader for its source or a channel, whichever is ready first.
///
/// The registrations are kept for the next wait, with the channel that was waited for last. For one task at a
/// time; [#close] by any.
final class PeerOrChannel {
    private final ByteSource source;
    private Optional<Readiness> readable = Optional.empty();
    private @Nullable BoundedChannel<?> channel;
    private volatile @Nullable ReadinessSet<Object> set;
    private volatile boolean closed;

    PeerOrChannel(ByteSource source) {
        this.source = source;
    }

    /// UNSUPPORTED unless the source can be waited for beside others.
    void checkSource() throws NetException {
        if (readable.isEmpty()) {
            readable = source.readiness();
        }
        if (readable.isEmpty()) {
            throw NetException.of(ErrorKind.UNSUPPORTED, "read", "the source cannot be waited for beside a channel");
        }
    }

    /// Blocks until one of them is ready, or `bound` has passed; false then.
    boolean await(BoundedChannel<?> other, Optional<Duration> bound) throws NetException {
        try {
            ReadinessSet<Object> both = with(other);
            return bound.isEmpty()
                    ? !both.await().isEmpty()
                    : !both.await(bound.get()).isEmpty();
        } catch (NetException e) {
            throw e.withOperation("read");
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same channel, whatever it holds
    private ReadinessSet<Object> with(BoundedChannel<?> other) throws NetException {
        ReadinessSet<Object> both = set;
        if (both == null) {
            both = new ReadinessSet<>();
            both.add(readable.orElseThrow(), source);
            set = both;
            if (closed) {
                both.close();
            }
        }
        if (channel != other) {
            if (channel != null) {
                both.remove(Readiness.readable(channel));
            }
            channel = null;
            both.add(Readiness.readable(other), other);
            channel = other;
        }
        return both;
    }

    /// Ends the registrations: neither the source nor the channel refers to this any more.
    void close() {
        // In this order: a wait that begins meanwhile sees it.
        closed = true;
        ReadinessSet<Object> both = set;
        if (both != null) {
            both.close();
        }
    }
}
