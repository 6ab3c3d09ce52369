package dev.minato.server;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.TcpStream;
import dev.minato.task.BoundedChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A bounded queue of messages to one connection, which any task may push into: how a chat room or a price feed
/// reaches its subscribers.
///
/// {@snippet file="dev/minato/examples/server/ChatRooms.java" region="room"}
///
/// ```
///  any task ──push()──▶ [ m m m m ] ──▶ the connection's task, in Session.read ──▶ socket
///                        capacity; a slow reader's fills up
/// ```
///
/// The connection's own task sends what is in it while it is in [Session#read]; a peer that does not read holds
/// that task up, not those who push. What was pushed before the [Session] is closed is still sent. What the
/// kernel takes before the queue fills up is stale when it arrives: a listener with
/// [dev.minato.net.TcpListenerOptions#notSentLowWaterMark] keeps that short. All methods may be called by any
/// thread.
///
/// @param <O> the messages
public final class Outbox<O> {
    /// What is empty is no message: it wakes the connection's task.
    private final BoundedChannel<Optional<O>> channel;

    private final SlowReaderPolicy policy;
    private final Connection connection;
    private final AtomicLong dropped = new AtomicLong();

    Outbox(Connection connection, int capacity, SlowReaderPolicy policy) {
        this.connection = connection;
        this.policy = Objects.requireNonNull(policy, "policy");
        this.channel = new BoundedChannel<>(capacity);
    }

    BoundedChannel<Optional<O>> channel() {
        return channel;
    }

    /// The next value, waiting for it for at most `timeout`; empty if none came, or the queue has ended.
    Optional<Optional<O>> next(Duration timeout) throws NetException {
        try {
            return channel.receive(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NetException.of(ErrorKind.INTERRUPTED, "pause");
        } catch (NetException e) {
            if (e.kind() == ErrorKind.TIMED_OUT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Has the connection's task look up. A full queue has it look anyway.
    void wake() {
        boolean _ = trySend(Optional.empty());
    }

    /// Puts a message into the queue; never waits. Returns false if the message was dropped, as the queue is full
    /// and its policy is to drop it, or as the connection is over or about to be.
    public boolean push(O message) {
        Objects.requireNonNull(message, "message");
        Optional<O> value = Optional.of(message);
        boolean taken = trySend(value);
        while (!taken && !channel.isClosed()) {
            switch (policy) {
                case DROP_OLDEST -> dropOldest();
                case DROP_NEWEST -> {
                    dropped.incrementAndGet();
                    return false;
                }
                case CLOSE -> {
                    dropped.incrementAndGet();
                    connection.closeSlowReader();
                    return false;
                }
            }
            taken = trySend(value);
        }
        return taken;
    }

    private void dropOldest() {
        Optional<Optional<O>> oldest = channel.tryReceive();
        if (oldest.isPresent() && oldest.get().isPresent()) {
            dropped.incrementAndGet();
        }
    }

    private boolean trySend(Optional<O> value) {
        try {
            return channel.trySend(value);
        } catch (NetException closed) {
            return false;
        }
    }

    /// Returns how many messages wait to be sent; what the connection's task has taken, and the kernel holds,
    /// is not among them.
    public int queued() {
        return channel.size();
    }

    /// Returns how many bytes the kernel holds that the peer has had no room for; as [TcpStream#unsentBytes].
    ///
    /// `UNSUPPORTED` where that is, and over a Unix socket.
    public long unsentBytes() throws NetException {
        Optional<TcpStream> tcp = connection.tcp();
        if (tcp.isEmpty()) {
            throw NetException.of(ErrorKind.UNSUPPORTED, "unsent bytes");
        }
        return tcp.get().unsentBytes();
    }

    /// Returns how many messages were dropped since the peer did not keep up.
    public long dropped() {
        return dropped.get();
    }

    /// Whether it takes no more, as the connection is over or about to be.
    public boolean isClosed() {
        return channel.isClosed();
    }

    /// Ends the queue: what is in it is still sent, and nothing more is taken. No-op if ended.
    public void close() {
        channel.close();
    }
}
