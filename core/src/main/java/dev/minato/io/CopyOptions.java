package dev.minato.io;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// The options of [Copy#copyBidirectional]. Immutable.
///
/// @param idleTimeout ends the whole when no byte has moved in either direction for so long; empty for never
/// @param bufferSize the bytes of each direction's buffer, at least 1; what the kernel moves needs none
public record CopyOptions(Optional<Duration> idleTimeout, int bufferSize) {
    /// No idle timeout, and buffers of 16.5 KiB, which a message of 16 KiB does not fill; of 64 KiB while so
    /// many bytes come at once, and the kernel is not to move them.
    public static final CopyOptions DEFAULT = new CopyOptions(Optional.empty(), Copy.BUFFER_SIZE);

    /// All of them.
    ///
    /// @throws IllegalArgumentException if the timeout is not positive, or the size less than 1
    public CopyOptions {
        Objects.requireNonNull(idleTimeout, "idleTimeout");
        if (idleTimeout.filter(timeout -> !timeout.isPositive()).isPresent()) {
            throw new IllegalArgumentException("idleTimeout must be positive, not " + idleTimeout.get());
        }
        if (bufferSize < 1) {
            throw new IllegalArgumentException("bufferSize must be at least 1, not " + bufferSize);
        }
    }

    /// These options with an idle timeout.
    ///
    /// @throws IllegalArgumentException if it is not positive
    public CopyOptions withIdleTimeout(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        return new CopyOptions(Optional.of(timeout), bufferSize);
    }

    /// These options with another size of the buffers.
    ///
    /// @throws IllegalArgumentException if it is less than 1
    public CopyOptions withBufferSize(int bytes) {
        return new CopyOptions(idleTimeout, bytes);
    }
}
