package dev.minato.net.connect;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.handle.SocketHandle;
import dev.minato.net.ready.ReadyQueue;
import dev.minato.net.ready.WatchedDirection;
import dev.minato.platform.Interest;
import dev.minato.platform.TryStream;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import java.net.StandardSocketOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The race of a connect to several addresses, on one thread: RFC 8305, section 5.
///
/// ```
///   0 ms   [::1]:80       ──────────────────────────────▶ lost: closed
/// 250 ms   127.0.0.1:80            ──────────▶ connected: taken
/// 500 ms   [2001:db8::1]:80             (never started)
/// ```
///
/// The next attempt starts 250 ms after the one before it, or at once when one has failed.
final class Race {
    private static final long STAGGER = 250_000_000;

    private final TcpConnector connector;
    private final Deque<SocketAddr> left;
    private final List<Attempt> running = new ArrayList<>();
    private final ReadyQueue<Attempt> queue;
    private final Handle handle = new Handle();
    private final ConnectFailures failures = new ConnectFailures();
    private final Set<SocketAddr> metItself = new HashSet<>();

    /// When the next attempt starts at the latest.
    private long next;

    Race(TcpConnector connector, List<SocketAddr> addresses) {
        this.connector = connector;
        this.left = interleaved(addresses);
        this.queue = new ReadyQueue<>(connector.platform().parker());
        this.next = now();
    }

    /// Returns the families in turn, the first one's first; within a family as they came.
    private static Deque<SocketAddr> interleaved(List<SocketAddr> addresses) {
        boolean first = addresses.getFirst().isIpv6();
        var same = new ArrayDeque<SocketAddr>();
        var other = new ArrayDeque<SocketAddr>();
        addresses.forEach(address -> (address.isIpv6() == first ? same : other).add(address));
        var turns = new ArrayDeque<SocketAddr>();
        while (!same.isEmpty() || !other.isEmpty()) {
            takeOne(same, turns);
            takeOne(other, turns);
        }
        return turns;
    }

    private static void takeOne(Deque<SocketAddr> from, Deque<SocketAddr> to) {
        SocketAddr one = from.poll();
        if (one != null) {
            to.add(one);
        }
    }

    private long now() {
        return connector.platform().parker().now();
    }

    /// One connection in flight.
    private final class Attempt {
        final SocketAddr remote;
        final TryStream<SocketAddr> socket;
        final WatchedDirection<Attempt> registration;

        Attempt(SocketAddr remote, TryStream<SocketAddr> socket) {
            this.remote = remote;
            this.socket = socket;
            this.registration = new WatchedDirection<>(this, socket, Interest.WRITABLE, handle, queue);
        }
    }

    /// Returns the first that connects; if all fail, throws the last failure with the others suppressed.
    TryStream<SocketAddr> winner() throws NetException {
        try {
            for (; ; ) {
                Attempt won = mayStart() ? start(left.remove()) : await();
                if (won != null) {
                    running.remove(won);
                    won.registration.cancel();
                    closeLosers();
                    return won.socket;
                }
                if (running.isEmpty() && left.isEmpty()) {
                    throw failures.last();
                }
            }
        } catch (Throwable failed) {
            running.forEach(loser -> TcpConnector.closeAfter(failed, loser.socket));
            throw failed;
        }
    }

    private boolean mayStart() {
        return !left.isEmpty() && (running.isEmpty() || now() >= next);
    }

    /// Returns the attempt if it is connected at once.
    private @Nullable Attempt start(SocketAddr remote) {
        next = Deadline.after(now(), STAGGER);
        try {
            var attempt = new Attempt(remote, connector.open(remote));
            running.add(attempt);
            return goOn(attempt) ? attempt : null;
        } catch (NetException e) {
            failures.add(e.withAddress(remote));
            next = now();
            return null;
        }
    }

    /// Blocks until one in flight is ready, or the next one's turn; returns the attempt that has won.
    private @Nullable Attempt await() throws NetException {
        long turn = left.isEmpty() ? Deadline.NEVER : next;
        Outcome outcome = queue.await(handle, Math.min(turn, connector.deadline()));
        for (WatchedDirection<Attempt> told : queue.takeAll()) {
            if (goOn(told.what())) {
                return told.what();
            }
        }
        boolean turnHasCome = outcome == Outcome.TIMED_OUT && turn < connector.deadline();
        if (!turnHasCome && !running.isEmpty()) {
            try {
                SocketHandle.check(outcome, "connect");
            } catch (NetException e) {
                failures.add(e.withAddress(running.getFirst().remote));
                throw failures.last();
            }
        }
        return null;
    }

    /// Whether it is connected now; one that has failed is closed and makes room for the next.
    private boolean goOn(Attempt attempt) {
        try {
            if (!attempt.socket.tryConnect(attempt.remote)) {
                attempt.registration.arm();
                return false;
            }
            if (connector.isConnectedToItself(attempt.socket)) {
                meetsItself(attempt);
                return false;
            }
            return true;
        } catch (NetException e) {
            NetException failure = e.withAddress(attempt.remote);
            end(attempt);
            TcpConnector.closeAfter(failure, attempt.socket);
            failures.add(failure);
            return false;
        }
    }

    /// Starts again, once; what meets itself twice is refused.
    private void meetsItself(Attempt attempt) throws NetException {
        if (!metItself.add(attempt.remote)) {
            attempt.socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            throw TcpConnector.refused();
        }
        end(attempt);
        TcpConnector.drop(attempt.socket);
        left.addFirst(attempt.remote);
    }

    /// Makes room for the next.
    private void end(Attempt attempt) {
        running.remove(attempt);
        attempt.registration.cancel();
        next = now();
    }

    private void closeLosers() {
        for (Attempt loser : running) {
            loser.registration.cancel();
            try {
                loser.socket.close();
            } catch (NetException e) {
                System.getLogger("dev.minato.net.TcpStream")
                        .log(System.Logger.Level.DEBUG, "cannot close a connection that lost the race", e);
            }
        }
    }
}
