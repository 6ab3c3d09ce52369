package dev.minato.server;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.TcpStream;
import dev.minato.net.UnixStream;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.Parker;
import dev.minato.proxy.ProxyHeader;
import dev.minato.tls.TlsAcceptor;
import dev.minato.tls.TlsStream;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A connection of a server, as its handler sees it.
///
/// The stream's timeouts are the server's: that of reads the first-byte timeout until a byte has come and
/// then the idle timeout, that of writes the write timeout. All methods may be called by any thread; the
/// stream is for one that reads and one that writes.
public final class Connection {
    private static final AtomicLong LAST_ID = new AtomicLong();

    private final long id = LAST_ID.incrementAndGet();
    private final String service;
    private final ServerObserver observer;
    private final ConnectionWatch watch;
    private final Accepted accepted;
    private final Limits limits;
    private final StopSignal stopSignal;
    private final CountedStream stream;
    private final Map<AttributeKey<?>, Object> attributes = new ConcurrentHashMap<>(0);

    private final InputWait input;

    /// What others push into; set once, if at all.
    private volatile @Nullable Outbox<?> outbox;

    /// The thread that runs its handler.
    private volatile @Nullable Thread servedBy;

    /// What encrypts it, once something does.
    private volatile @Nullable TlsStream tls;

    /// The ends of it; once a PROXY header was read, those that it tells.
    private volatile Client client;

    /// The address for which it was counted; empty for none.
    private volatile Optional<SocketAddr> counted = Optional.empty();

    /// Why somebody closed it; the first reason counts.
    private final AtomicReference<@Nullable CloseReason> cause = new AtomicReference<>();

    Connection(String service, Accepted accepted, Limits limits, StopSignal stopSignal, ServerObserver observer) {
        this.service = service;
        this.observer = observer;
        Parker parker = Platform.current().parker();
        this.accepted = accepted;
        this.client = new Client.OfSocket(accepted);
        this.limits = limits;
        this.stopSignal = stopSignal;
        this.stream = new CountedStream(accepted.stream(), limits.idleTimeout(), parker);
        this.input = new InputWait(this::secondHandle);
        Optional<RequestObserver> each = observer.requests(service);
        this.watch = new ConnectionWatch(parker, stream, each.map(one -> nanos -> one.handled(this, nanos)));
    }

    /// Its number, by which logs and consoles tell it from others: unique in this process, from 1.
    public long id() {
        return id;
    }

    /// What the peer has connected to, as [TcpServerBuilder#listen] names it.
    public String service() {
        return service;
    }

    /// Returns what it has done so far, and what it does now.
    public ConnectionStats stats() {
        return watch.stats();
    }

    /// The bytes.
    public ByteStream stream() {
        return stream;
    }

    /// The TCP connection underneath, for its options; empty if it is another. Its bytes belong to [#stream].
    public Optional<TcpStream> tcp() {
        return accepted.stream() instanceof TcpStream tcp ? Optional.of(tcp) : Optional.empty();
    }

    /// The Unix connection underneath, for the peer's credentials; empty if it is another. Its bytes belong to
    /// [#stream].
    public Optional<UnixStream> unix() {
        return accepted.stream() instanceof UnixStream unix ? Optional.of(unix) : Optional.empty();
    }

    /// Shakes hands over TLS, and goes on encrypted: [#stream] gives what is inside from now on. For
    /// protocols that begin in the clear (STARTTLS); [ConnectionHandler#overTls] does it for those that do
    /// not.
    ///
    /// Nobody may read or write meanwhile, and nothing of what the peer has sent may be in a buffer: it was
    /// not encrypted, and anybody may have put it there. [Session#startTls] checks that. Fails as
    /// [TlsAcceptor#accept].
    ///
    /// @throws IllegalStateException if it is encrypted already
    public TlsStream startTls(TlsAcceptor acceptor) throws NetException {
        Objects.requireNonNull(acceptor, "acceptor");
        if (tls != null) {
            throw new IllegalStateException("it is encrypted already");
        }
        TlsStream encrypted = shakeHands(acceptor);
        tls = encrypted;
        stream.replace(encrypted);
        input.forgetHandle();
        return encrypted;
    }

    private TlsStream shakeHands(TlsAcceptor acceptor) throws NetException {
        Optional<NetException> failure = Optional.empty();
        watch.handshakeBegins();
        try {
            // After the write: either this sees the stop, or the stop sees the handshake.
            endHandshakeIfStopping();
            return acceptor.accept(accepted.stream());
        } catch (NetException e) {
            failure = Optional.of(e);
            throw e;
        } finally {
            var end = new HandshakeEnd(failure, watch.handshakeEnds());
            Observing.logged(() -> observer.handshakeEnded(this, end));
        }
    }

    /// Nobody has asked for anything yet, and who takes his time for a handshake is not waited for.
    private void endHandshakeIfStopping() {
        if (input.isStopping() && watch.isShakingHands() && !hasSpoken()) {
            closesFor(CloseReason.STOPPED);
            Closing.logged(stream);
        }
    }

    /// The encrypted stream, for what was agreed on and the peer's certificates; empty if it is not
    /// encrypted. Its bytes belong to [#stream].
    public Optional<TlsStream> tls() {
        return Optional.ofNullable(tls);
    }

    private ByteStream secondHandle() throws NetException {
        TlsStream encrypted = tls;
        return encrypted == null ? accepted.tryClone() : encrypted.tryClone();
    }

    /// The peer's address; empty if it has none, as over a Unix socket. Behind a proxy that is trusted
    /// ([TcpServerBuilder#proxyProtocol]) it is the client's, in its canonical form, if the proxy tells it.
    public Optional<SocketAddr> peerAddress() {
        return client.peer();
    }

    /// The address that the peer has connected to; empty over a Unix socket. Behind a proxy that is trusted it is
    /// the one of the proxy's that the client has connected to, in its canonical form, if the proxy tells it.
    public Optional<SocketAddr> localAddress() {
        return client.local();
    }

    /// The peer as logs name it: [#peerAddress], or the path of the Unix socket. Failures of the stream name the
    /// socket's own peer.
    public String peerName() {
        return client.name();
    }

    /// The PROXY header with which a trusted proxy has begun the connection; empty if it came from elsewhere.
    public Optional<ProxyHeader> proxyHeader() {
        return client.header();
    }

    /// The signal that the server stops.
    public StopSignal stopSignal() {
        return stopSignal;
    }

    /// What was put in under that key; empty if nothing was.
    public <T> Optional<T> attribute(AttributeKey<T> key) {
        Objects.requireNonNull(key, "key");
        return Optional.ofNullable(attributes.get(key)).map(key::cast);
    }

    /// Puts in a value under a key, in place of the one before.
    public <T> void setAttribute(AttributeKey<T> key, T value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        attributes.put(key, key.cast(value));
    }

    /// Blocks until there is something to read or the stream has ended, and returns true; false if the server
    /// stops, so that a handler which waits for the next request ends.
    ///
    /// A connection that has sent nothing yet is given half a second more when the server stops. Fails as
    /// [ByteStream#awaitReadable()].
    public boolean awaitInput() throws NetException {
        if (isStopping()) {
            return false;
        }
        try {
            input.await();
            return true;
        } catch (NetException e) {
            return stoppedBy(e);
        }
    }

    /// As [#awaitInput()], for at most `timeout` in place of the stream's read timeout: `TIMED_OUT`.
    boolean awaitInput(Duration timeout) throws NetException {
        if (isStopping()) {
            return false;
        }
        try {
            input.await(timeout);
            return true;
        } catch (NetException e) {
            return stoppedBy(e);
        }
    }

    /// Returns false if a stop is why the wait failed.
    private boolean stoppedBy(NetException failure) throws NetException {
        if (failure.kind() == ErrorKind.CLOSED && input.isStopping() && stream.isOpen()) {
            return false;
        }
        throw failure;
    }

    /// Has a stop wake the task that sends what is in `opened`, and a close end it.
    void opened(Outbox<?> opened) {
        outbox = opened;
        if (input.isStopping()) {
            opened.wake();
        }
    }

    /// Ends the wait between two requests, and every later one; also a handshake with which it began.
    void stop() {
        input.stop();
        endHandshakeIfStopping();
        Outbox<?> pushed = outbox;
        if (pushed != null) {
            pushed.wake();
        }
    }

    /// Whether no further request is to be waited for.
    boolean isStopping() {
        return input.isStopping() || stopSignal.isSet() && hasSpoken();
    }

    /// Whether the peer has sent anything.
    boolean hasSpoken() {
        return stream.hasRead();
    }

    Limits limits() {
        return limits;
    }

    /// The clock of its requests.
    RequestClock requests() {
        return watch.requests();
    }

    CountedStream counted() {
        return stream;
    }

    /// The bytes as they come, the PROXY header's among them, which are not counted.
    ByteStream socket() {
        return accepted.stream();
    }

    /// Has it name the client that a proxy tells of.
    void introducedBy(ProxyHeader header) {
        client = Client.of(client, header);
    }

    /// The address that is judged and counted; empty if the client has none, or is a proxy itself.
    Optional<SocketAddr> judged() {
        return client.judged();
    }

    /// Notes for which address it is counted.
    void countedFor(Optional<SocketAddr> address) {
        counted = address;
    }

    /// The address for which it is counted; empty for none.
    Optional<SocketAddr> countedAddress() {
        return counted;
    }

    void servedHere() {
        servedBy = Thread.currentThread();
    }

    /// Whether the calling thread runs its handler.
    boolean isServedHere() {
        return Thread.currentThread().equals(servedBy);
    }

    /// Why it was closed by somebody else than its handler; empty if it was not.
    Optional<CloseReason> cause() {
        return Optional.ofNullable(cause.get());
    }

    /// Notes why it will be closed; the first reason counts.
    void closesFor(CloseReason reason) {
        cause.compareAndSet(null, reason);
    }

    /// Closes the connection, whatever its handler is doing: its calls end with `CLOSED`. No-op if closed.
    public void close() {
        closesFor(CloseReason.CLOSED);
        closeSocket();
    }

    void closeSlowReader() {
        closesFor(CloseReason.SLOW_READER);
        reset();
    }

    /// Closes the socket so that the kernel drops what it holds of it.
    void reset() {
        Closing.logged(accepted::reset);
        closeSocket();
    }

    void closeSocket() {
        stop();
        Closing.logged(stream);
        Outbox<?> pushed = outbox;
        if (pushed != null) {
            pushed.close();
        }
    }

    /// `echo of 127.0.0.1:50000`.
    @Override
    public String toString() {
        return service + " of " + peerName();
    }
}
