package dev.minato.server;

import dev.minato.codec.Codec;
import dev.minato.codec.Decoder;
import dev.minato.codec.Encoder;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.framed.Arrival;
import dev.minato.framed.Framed;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Parker;
import dev.minato.tls.TlsAcceptor;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The conversation on one connection of a server: a [Framed] that heeds the server's limits and its stop, and
/// that sends what others push.
///
/// {@snippet file="dev/minato/examples/server/ChatRooms.java" region="session"}
///
/// A request may take as long as the server's request timeout allows, from its first byte to its last
/// (`TIMED_OUT`, operation `read message`). Writes are gathered, up to the server's limit of queued output, and
/// sent before [#read] waits.
///
/// **When the server stops** ([TcpServer#drain]), a read between two messages gives what has come and then, as
/// at the end of the stream, nothing; one within a message waits for the rest of it.
///
/// For one task at a time; [#openOutbox] is for all.
///
/// @param <I> what is read
/// @param <O> what is written
public final class Session<I, O> implements AutoCloseable {
    private static final Duration LAST_FLUSH = Duration.ofSeconds(1);

    private final Connection connection;
    private final Framed<I, O> framed;
    private @Nullable Outbox<O> outbox;
    private boolean ended;

    /// A conversation on a connection of a server, with a codec that nothing else uses.
    public Session(Connection connection, Codec<I, O> codec) {
        this(Objects.requireNonNull(connection, "connection"), Objects.requireNonNull(codec, "codec"), codec);
    }

    /// A conversation on a connection of a server, with a decoder and an encoder that nothing else uses.
    public Session(Connection connection, Decoder<I> decoder, Encoder<O> encoder) {
        this(connection, new Framed<>(Objects.requireNonNull(connection, "connection").stream(), decoder, encoder));
        framed.setMessageTimeout(connection.limits().requestTimeout());
        framed.setHighWaterMark(connection.limits().maxQueuedOutput());
    }

    private Session(Connection connection, Framed<I, O> framed) {
        this.connection = connection;
        this.framed = framed;
    }

    /// The connection.
    public Connection connection() {
        return connection;
    }

    /// The next message, waiting for it if need be; empty at the end of the stream, after [#end], and between
    /// two messages once the server stops.
    ///
    /// Before it waits, and at the end of the stream, it flushes what was written; while it waits it sends what
    /// is pushed into the outbox. A message may be a view that is valid until the next read. Fails as
    /// [Framed#read].
    public Optional<I> read() throws NetException {
        if (ended) {
            return Optional.empty();
        }
        return outbox == null ? readAlone() : readAndSend(outbox);
    }

    private Optional<I> readAlone() throws NetException {
        for (; ; ) {
            Optional<I> message = framed.tryRead();
            if (message.isPresent()) {
                return message;
            }
            if (framed.isEnded()) {
                framed.flush();
                return message;
            }
            if (framed.isWithinMessage()) {
                connection.requests().waits();
                return framed.read();
            }
            framed.flush();
            connection.requests().waits();
            if (!awaitInput()) {
                return lastRead();
            }
        }
    }

    private boolean awaitInput() throws NetException {
        try {
            return connection.awaitInput();
        } catch (NetException e) {
            throw e.withOperation("read");
        }
    }

    /// What has come before the server stopped.
    private Optional<I> lastRead() throws NetException {
        Optional<I> message = framed.tryRead();
        return message.isPresent() || !framed.isWithinMessage() ? message : framed.read();
    }

    private Optional<I> readAndSend(Outbox<O> pushed) throws NetException {
        connection.requests().waits();
        while (!connection.isStopping()) {
            switch (framed.readOr(pushed.channel())) {
                case Arrival.Message<I, Optional<O>>(I message) -> {
                    return Optional.of(message);
                }
                case Arrival.Value<I, Optional<O>>(Optional<O> value) -> write(value);
                case Arrival.PeerEnded<I, Optional<O>>() -> {
                    sendPushed(pushed);
                    framed.flush();
                    return Optional.empty();
                }
                case Arrival.ChannelEnded<I, Optional<O>>() -> {
                    return readAlone();
                }
            }
        }
        sendPushed(pushed);
        framed.flush();
        return lastRead();
    }

    private void write(Optional<O> value) throws NetException {
        if (value.isPresent()) {
            framed.write(value.get());
        }
    }

    /// Writes what has been pushed so far.
    private void sendPushed(Outbox<O> pushed) throws NetException {
        var next = pushed.channel().tryReceive();
        while (next.isPresent()) {
            write(next.get());
            next = pushed.channel().tryReceive();
        }
    }

    /// Puts a message into the buffer; it is sent when the buffer is full, on [#flush], before a read waits,
    /// and at the end. Fails as [Framed#write].
    public void write(O message) throws NetException {
        framed.write(message);
    }

    /// Sends what was written, and blocks until the kernel has taken it. Fails as [Framed#flush].
    public void flush() throws NetException {
        framed.flush();
    }

    /// Has the conversation end with what was written so far: no further message is read.
    public void end() {
        ended = true;
    }

    /// Whether an error of a message was fatal; as [Framed#isFailed].
    public boolean isFailed() {
        return framed.isFailed();
    }

    /// Opens a queue into which any task may push messages to the peer; there is one, and [#read] sends what is
    /// in it.
    ///
    /// @param capacity how many messages it holds
    /// @param policy what becomes of the messages for a peer that does not keep up
    /// @throws IllegalArgumentException if the capacity is not from 1 to 1,048,576
    /// @throws IllegalStateException if it was opened before
    public Outbox<O> openOutbox(int capacity, SlowReaderPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        if (outbox != null) {
            throw new IllegalStateException("the outbox was opened before");
        }
        var opened = new Outbox<O>(connection, capacity, policy);
        outbox = opened;
        connection.opened(opened);
        return opened;
    }

    /// Reads nothing for that long, and sends what is pushed meanwhile: for a peer that asks more often than it
    /// may, which TCP then holds up. Zero or less only writes what was pushed so far. Returns early once the
    /// server stops or the connection is over.
    ///
    /// `INTERRUPTED`, and the flag stays set; `DEADLINE_EXCEEDED`; otherwise fails as [#flush].
    ///
    /// @throws IllegalStateException if no outbox was opened
    public void pause(Duration time) throws NetException {
        long nanos = Deadline.left(Objects.requireNonNull(time, "time"));
        if (outbox == null) {
            throw new IllegalStateException("there is no outbox: open one, or sleep");
        }
        Parker parker = Scope.current().platform().parker();
        long end = Deadline.after(parker.now(), nanos);
        sendPushed(outbox);
        while (end > parker.now() && !connection.isStopping()) {
            framed.flush();
            var next = outbox.next(Duration.ofNanos(end - parker.now()));
            if (next.isEmpty()) {
                return;
            }
            write(next.get());
            sendPushed(outbox);
        }
    }

    /// Goes on with another codec, for a protocol that changes in mid-stream; as
    /// [Framed#switchTo(Decoder, Encoder)]. This is over; use and close what is returned.
    ///
    /// @throws IllegalStateException if the outbox was opened
    public <J, P> Session<J, P> switchTo(Decoder<J> decoder, Encoder<P> encoder) {
        Objects.requireNonNull(decoder, "decoder");
        Objects.requireNonNull(encoder, "encoder");
        if (outbox != null) {
            throw new IllegalStateException("its outbox was opened, whose messages another codec does not know");
        }
        return new Session<>(connection, framed.switchTo(decoder, encoder));
    }

    /// Sends what was written, and goes on encrypted, with another codec, for a protocol that begins in the
    /// clear (STARTTLS). This is over; use and close what is returned.
    ///
    /// `INVALID_DATA` (operation `start tls`) if more has come than was read: it was not encrypted, and
    /// somebody in between may have put it there, to be taken for what comes inside. Otherwise fails as
    /// [#flush] and [Connection#startTls].
    ///
    /// @throws IllegalStateException if the outbox was opened, or the connection is encrypted already
    public <J, P> Session<J, P> startTls(TlsAcceptor acceptor, Codec<J, P> codec) throws NetException {
        Objects.requireNonNull(acceptor, "acceptor");
        Objects.requireNonNull(codec, "codec");
        if (outbox != null) {
            throw new IllegalStateException("its outbox was opened, whose messages another codec does not know");
        }
        framed.flush();
        int unread = framed.intoParts().unread().remaining();
        if (unread > 0) {
            throw NetException.builder(ErrorKind.INVALID_DATA, "start tls")
                    .address(connection.peerName())
                    .detail(unread + " bytes came before the handshake")
                    .build();
        }
        var _ = connection.startTls(acceptor);
        return new Session<>(connection, codec);
    }

    /// Reads and handles requests until one side ends the conversation: what [ConnectionHandler#ofRequests]
    /// does, for handlers that keep something for each connection.
    ///
    /// @throws Exception what `handler` throws, and what [#read] does
    public void serve(RequestHandler<I, O> handler) throws Exception {
        Objects.requireNonNull(handler, "handler");
        boolean more = true;
        while (more) {
            more = next(handler);
        }
        framed.flush();
    }

    private boolean next(RequestHandler<I, O> handler) throws Exception {
        Optional<I> request;
        try {
            request = read();
        } catch (NetException e) {
            if (!e.operation().equals("decode")) {
                throw e;
            }
            handler.refuse(e, this);
            return !ended && !isFailed();
        }
        if (request.isEmpty()) {
            return false;
        }
        connection.requests().begins();
        try {
            handler.handle(request.get(), this);
        } finally {
            connection.requests().ends();
        }
        return !ended;
    }

    /// Ends the outbox, and sends what was written and pushed, for at most a second; the connection
    /// stays open, and its server closes it. Fails as [#flush] does. No-op if the connection is closed.
    @Override
    public void close() throws NetException {
        if (!connection.stream().isOpen()) {
            return;
        }
        try {
            Scope scope = Scope.current();
            long latest = Deadline.after(scope.platform().parker().now(), LAST_FLUSH.toNanos());
            scope.until(latest).run(this::flushAll);
        } catch (NetException e) {
            if (e.kind() != ErrorKind.CLOSED) {
                throw e;
            }
        }
    }

    private void flushAll() throws NetException {
        if (outbox != null) {
            outbox.close();
            sendPushed(outbox);
        }
        framed.flush();
    }
}
