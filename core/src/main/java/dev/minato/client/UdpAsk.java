package dev.minato.client;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import dev.minato.net.connect.Target;
import dev.minato.net.option.Bounds;
import dev.minato.platform.Scope;
import dev.minato.platform.pace.Backoff;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Parker;
import dev.minato.task.Retry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// A request over UDP and its reply: sent again until it is answered, as DNS, NTP, RADIUS and CoAP clients
/// do.
///
/// {@snippet file="dev/minato/examples/udp/DnsLookup.java" region="ask"}
///
/// ```
///  request ──▶        request ──▶                request ──▶
///  ├── first ──────────┼── 2 · first ─────────────┼── 4 · first, at most max ──┤ TIMED_OUT
///       ✗ lost              stray: passed over ▲       reply: returned
///  ├── timeout ─────────────────────────────────────────────────────────────────────────┤ TIMED_OUT
/// ```
///
/// **What counts as the reply**: the first datagram that comes from the server's address and that the
/// caller's matcher accepts. Anything else is a stray, passed over without making the wait longer: a late
/// reply to another request, a forgery, a fault. A late reply to an earlier attempt of this request is as
/// good as any, so the request is the same each time, its id included.
///
/// **A fresh port for each request**: each [#ask] has a socket of its own, with a source port that the
/// kernel chooses, for all its attempts. Who wants to forge a reply has to guess that port besides the id
/// (RFC 5452), and no reply to an earlier request can be taken for one to this. It costs the opening of a
/// socket; where that is too much, the program has a [UdpSocket] of its own, and numbers of its own to tell
/// replies apart.
///
/// **A refusal** (an ICMP message that nobody listens there, or that there is no way) ends an attempt, not
/// the request: the server may be restarting. The next attempt comes when it would have come anyway, and
/// after the last one the refusal is thrown at once. With [one attempt][#attempts] every refusal is.
///
/// **The server must bear being asked twice**: a request whose reply was lost was executed.
///
/// Immutable, and safe to share between threads if its random generator is, as `new Random()` is and
/// `ThreadLocalRandom.current()` is not.
public final class UdpAsk {
    private static final int MAX_DATAGRAM = 65_535;
    private static final int MAX_ATTEMPTS = 1_000_000;
    private static final UdpAsk DEFAULTS = new UdpAsk(
            Target.of("127.0.0.1:1"),
            new Schedule(4, 500_000_000, 4_000_000_000L, LongUnaryOperator.identity(), 10_000_000_000L),
            MAX_DATAGRAM);

    private final Target target;
    private final Schedule schedule;
    private final int maxReply;

    /// When attempts are made.
    ///
    /// @param first how long the first one waits, in nanoseconds, as all times
    /// @param max how long any of them waits, without the jitter
    /// @param jitter makes the wait out of its length without jitter
    /// @param timeout the bound of all together
    private record Schedule(int attempts, long first, long max, LongUnaryOperator jitter, long timeout) {}

    private UdpAsk(Target target, Schedule schedule, int maxReply) {
        this.target = target;
        this.schedule = schedule;
        this.maxReply = maxReply;
    }

    /// Asks the server at `"host:port"`, of a name the first address, which is looked up for each request.
    ///
    /// By default up to 4 attempts that wait 0.5, 1, 2 and 4 s, without jitter, within 10 s.
    public static UdpAsk to(String hostAndPort) {
        return DEFAULTS.with(Target.of(hostAndPort));
    }

    /// Asks the server at a host, by name or address, and a port; as [#to(String)].
    ///
    /// @throws IllegalArgumentException if the port is not from 0 to 65535
    public static UdpAsk to(String host, int port) {
        return DEFAULTS.with(Target.of(host, port));
    }

    /// Asks the server at an address; as [#to(String)].
    public static UdpAsk to(SocketAddr address) {
        return DEFAULTS.with(Target.of(address));
    }

    private UdpAsk with(Target to) {
        return new UdpAsk(to, schedule, maxReply);
    }

    private UdpAsk with(Schedule other) {
        return new UdpAsk(target, other, maxReply);
    }

    /// This with at most so many attempts, the first included.
    ///
    /// @throws IllegalArgumentException if it is not from 1 to 1,000,000
    public UdpAsk attempts(int attempts) {
        int _ = Bounds.argument("attempts", 1, MAX_ATTEMPTS, attempts);
        return with(new Schedule(attempts, schedule.first, schedule.max, schedule.jitter, schedule.timeout));
    }

    /// This with attempts that wait for `first`, then twice as long each time, up to `max`.
    ///
    /// @throws IllegalArgumentException if `first` is not positive, or `max` less than `first`
    public UdpAsk backoff(Duration first, Duration max) {
        Duration _ = Bounds.argument("first", first);
        Objects.requireNonNull(max, "max");
        if (max.compareTo(first) < 0) {
            throw new IllegalArgumentException("max must be at least first, " + first + ", not " + max);
        }
        return with(new Schedule(
                schedule.attempts, Deadline.nanos(first), Deadline.nanos(max), schedule.jitter, schedule.timeout));
    }

    /// This with waits that are longer by up to a half (RFC 7252 section 4.2), so that clients whose server
    /// went away do not all come back at the same moment.
    public UdpAsk jitter(RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        LongUnaryOperator longer =
                nanos -> nanos >= Long.MAX_VALUE / 2 ? nanos : nanos + random.nextLong(nanos / 2 + 1);
        return with(new Schedule(schedule.attempts, schedule.first, schedule.max, longer, schedule.timeout));
    }

    /// This with a bound for all attempts together, the look-up of a name included.
    ///
    /// @throws IllegalArgumentException if it is not positive
    public UdpAsk timeout(Duration timeout) {
        Duration _ = Bounds.argument("timeout", timeout);
        return with(new Schedule(
                schedule.attempts, schedule.first, schedule.max, schedule.jitter, Deadline.nanos(timeout)));
    }

    /// This with room for replies of so many bytes; 65,535 by default, which is any datagram. Each request
    /// allocates as much.
    ///
    /// @throws IllegalArgumentException if it is not from 1 to 65,535
    public UdpAsk maxReply(int bytes) {
        int _ = Bounds.argument("bytes", 1, MAX_DATAGRAM, bytes);
        return new UdpAsk(target, schedule, bytes);
    }

    /// Sends what remains in `request`, whose position stays, until a reply comes that `isReply` accepts;
    /// returns that, from position 0 to its limit, in a buffer of its own.
    ///
    /// The matcher sees each datagram of the server, whatever is in it, also one that is empty or cut to
    /// [#maxReply]: it compares what the protocol repeats, such as an id and the question. What it throws
    /// ends the request.
    ///
    /// `TIMED_OUT` when the last attempt's wait, or the timeout, is over; `CONNECTION_REFUSED` and the
    /// other [transient][Retry#isTransient] kinds if that is what the last attempt ended with.
    /// `MESSAGE_TOO_LONG` for a request that no datagram holds, and for a reply that was accepted and is
    /// longer than `maxReply`: to ask again would bring no other. `INVALID_INPUT`, `HOST_NOT_FOUND`,
    /// `PERMISSION_DENIED`, `TOO_MANY_OPEN_FILES`, `INTERRUPTED`, `DEADLINE_EXCEEDED` end it as well.
    /// Nothing is left open.
    public ByteBuffer ask(ByteBuffer request, Predicate<? super ByteBuffer> isReply) throws NetException {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(isReply, "isReply");
        Parker parker = Scope.current().platform().parker();
        long deadline = Deadline.after(parker.now(), schedule.timeout);
        SocketAddr server = target.resolve(
                        "ask", Math.min(deadline, Scope.current().deadline()))
                .getFirst();
        try (var socket = UdpSocket.bindFor(server)) {
            socket.connect(server);
            return new Asking(parker, socket, request, isReply).run(deadline);
        }
    }

    /// One request, on its socket.
    private final class Asking {
        private final Parker parker;
        private final UdpSocket socket;
        private final ByteBuffer request;
        private final Predicate<? super ByteBuffer> isReply;
        private final ByteBuffer reply = ByteBuffer.allocate(maxReply);
        private final Received received = new Received();

        Asking(Parker parker, UdpSocket socket, ByteBuffer request, Predicate<? super ByteBuffer> isReply) {
            this.parker = parker;
            this.socket = socket;
            this.request = request;
            this.isReply = isReply;
        }

        ByteBuffer run(long deadline) throws NetException {
            var backoff = new Backoff(schedule.first, schedule.max, schedule.jitter);
            for (int left = schedule.attempts - 1; ; left--) {
                long until = Math.min(deadline, Deadline.after(parker.now(), backoff.next()));
                boolean last = left == 0 || until == deadline;
                if (attempt(until, last)) {
                    return reply;
                }
                if (last) {
                    throw NetException.builder(ErrorKind.TIMED_OUT, "ask")
                            .address(target.toString())
                            .build();
                }
            }
        }

        /// Returns whether the reply came in time; throws what refused the last attempt.
        private boolean attempt(long until, boolean last) throws NetException {
            Optional<NetException> refusal = send();
            while (refusal.isEmpty() || !last) {
                try {
                    return awaitReply(until);
                } catch (NetException e) {
                    refusal = Optional.of(transientOrThrow(e));
                }
            }
            throw refusal.get().withOperation("ask");
        }

        /// Sends the request. A send that reports what an earlier one met with has sent nothing: it is made
        /// again.
        private Optional<NetException> send() throws NetException {
            try {
                socket.send(request.duplicate());
                return Optional.empty();
            } catch (NetException e) {
                NetException _ = transientOrThrow(e);
            }
            try {
                socket.send(request.duplicate());
                return Optional.empty();
            } catch (NetException e) {
                return Optional.of(transientOrThrow(e));
            }
        }

        private NetException transientOrThrow(NetException failure) throws NetException {
            if (!Retry.isTransient(failure)) {
                throw failure.withOperation("ask");
            }
            return failure;
        }

        private boolean awaitReply(long until) throws NetException {
            for (long now = parker.now(); ; now = parker.now()) {
                if (socket.tryRecvFrom(reply.clear(), received)) {
                    reply.flip();
                    if (isAccepted()) {
                        return true;
                    }
                } else if (now < until) {
                    awaitReadable(until - now);
                }
                if (now >= until) {
                    return false;
                }
            }
        }

        private boolean isAccepted() throws NetException {
            // A kernel may also deliver what came from others before the connect.
            if (!socket.peerAddress().filter(this::isSender).isPresent() || !isReply.test(reply)) {
                return false;
            }
            if (received.truncated()) {
                throw NetException.builder(ErrorKind.MESSAGE_TOO_LONG, "ask")
                        .address(target.toString())
                        .detail("the reply has " + received.realLength() + " bytes, at most " + maxReply)
                        .build();
            }
            reply.position(0).limit(received.length());
            return true;
        }

        private boolean isSender(SocketAddr peer) {
            SocketAddr sender = received.sender();
            return sender.port() == peer.port()
                    && sender.ip().toCanonical().equals(peer.ip().toCanonical());
        }

        /// Waits for a datagram, for at most so long; returns in both cases.
        private void awaitReadable(long nanos) throws NetException {
            try {
                socket.awaitReadable(Duration.ofNanos(nanos));
            } catch (NetException e) {
                if (e.kind() != ErrorKind.TIMED_OUT) {
                    throw e;
                }
            }
        }
    }

    /// `ask 127.0.0.1:53`.
    @Override
    public String toString() {
        return "ask " + target;
    }
}
