package dev.minato.platform.linux;

import dev.minato.error.NetException;
import dev.minato.platform.DatagramError;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.ErrorMessage;
import java.net.SocketOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The ICMP errors that the datagrams of a socket caused, if it asks for them (ip(7), IP_RECVERR).
///
/// ```
///  ICMP ──▶ kernel's queue ──▶ told ──▶ taken
///      a receive without a datagram     tryReceiveError, which takes from the queue, too
///      tells, once for each
/// ```
///
/// The last one that was told is kept until it is taken, or another is told. So an error costs a caller that
/// has no use for it one failed receive and no more, and the queue, which takes its room from the receive
/// buffer, is emptied by whoever receives.
final class ErrorQueue {
    private static final int MAX_TRIES = 3;

    private final SocketFd fd;
    private final AtomicReference<Optional<DatagramError>> told = new AtomicReference<>(Optional.empty());
    private volatile boolean on;

    ErrorQueue(SocketFd fd) {
        this.fd = fd;
    }

    boolean isOn() {
        return on;
    }

    /// Takes notice of an option that was set.
    void note(SocketOption<?> option, Object value) {
        if (option.equals(PlatformOptions.RECEIVE_ERRORS)) {
            on = (Boolean) value;
            if (!on) {
                told.set(Optional.empty());
            }
        }
    }

    /// Returns the result of a receive: what it received, or [Errno#NOT_NOW]. Throws the oldest error
    /// that was not told yet in place of finding nothing, or of failing with it.
    long check(long result, String operation) throws NetException {
        if (result < 0 && on) {
            tell(operation);
        }
        return Errno.check(result, operation);
    }

    /// Whether a send that failed at the `tries`th try is to be made again: the failure may be that of an
    /// earlier datagram, which is in the queue, too. The kernel has told it in place of sending, and does so
    /// once.
    boolean isOfAnother(long result, int tries) {
        return on && result < 0 && result != Errno.NOT_NOW && tries < MAX_TRIES;
    }

    /// Returns the oldest, which is then gone; empty for none.
    Optional<DatagramError> take() throws NetException {
        Optional<DatagramError> kept = told.getAndSet(Optional.empty());
        return kept.isPresent() ? kept : ErrorMessage.take(fd.calls, "receive error");
    }

    private void tell(String operation) throws NetException {
        Optional<DatagramError> next = ErrorMessage.take(fd.calls, operation);
        if (next.isPresent()) {
            told.set(next);
            throw failure(next.get(), operation);
        }
    }

    private static NetException failure(DatagramError error, String operation) {
        var failure = NetException.builder(error.kind(), operation).address(error.receiver());
        String by = error.reporter().map(reporter -> "reported by " + reporter).orElse("reported by ICMP");
        String mtu =
                error.mtu().isPresent() ? ", which passes on " + error.mtu().getAsInt() + " bytes a packet" : "";
        return failure.detail(by + mtu).build();
    }
}
