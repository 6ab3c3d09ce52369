package dev.minato.server;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.LastResort;
import dev.minato.platform.wait.Parker;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The task of one connection, from its first byte to its close.
///
/// ```
///  (PROXY header) ─▶ options ─▶ handler ──returns──▶ FIN, a bounded read of what still comes ─▶ close ─▶ permit
///        │                         └────throws─────▶ close (as above after a failure that is not the network's)
///        └─ none, or of a client that is refused ──▶ as above
/// ```
final class Serving {
    private static final System.Logger LOGGER = System.getLogger("dev.minato.server.TcpServer");

    private final Connection connection;
    private final Optional<Admission> introducedTo;
    private final ConnectionHandler handler;
    private final ServerObserver observer;
    private final ServerCounters counters;
    private final OutOfMemoryLog memoryLog;
    private final Consumer<Connection> ended;
    private final Parker parker = Platform.current().parker();

    /// @param introducedTo admits the client that the PROXY header tells of; empty if there is no header
    /// @param ended is told at the very end, when the socket is closed
    Serving(
            Connection connection,
            Optional<Admission> introducedTo,
            ConnectionHandler handler,
            ServerObserver observer,
            ServerCounters counters,
            OutOfMemoryLog memoryLog,
            Consumer<Connection> ended) {
        this.connection = connection;
        this.introducedTo = introducedTo;
        this.handler = handler;
        this.observer = observer;
        this.counters = counters;
        this.memoryLog = memoryLog;
        this.ended = ended;
    }

    void run() {
        long start = parker.now();
        Optional<RefusalReason> refusal = Optional.empty();
        Throwable failure = null;
        try {
            connection.servedHere();
            refusal = introduce();
        } catch (Throwable failed) {
            LastResort.endIfBroken(failed);
            failure = failed;
        }
        if (refusal.isPresent()) {
            refuse(refusal.get());
        } else {
            Observing.logged(() -> observer.opened(connection));
            serve(start, failure);
        }
    }

    /// Reads the PROXY header, if there is to be one; returns why the client in it is refused.
    private Optional<RefusalReason> introduce() throws NetException {
        if (introducedTo.isEmpty()) {
            return Optional.empty();
        }
        Duration timeout = connection.limits().firstByteTimeout();
        connection.introducedBy(new ProxyIntroduction(connection, timeout, parker).read());
        Optional<SocketAddr> client = connection.judged();
        Optional<RefusalReason> refusal = introducedTo.get().admit(client);
        if (refusal.isEmpty()) {
            connection.countedFor(client);
        }
        return refusal;
    }

    private void refuse(RefusalReason reason) {
        try {
            LingeringClose.prepare(connection.stream());
        } finally {
            counters.refused(reason);
            end();
            var refusal = new Refusal(connection.service(), connection.peerName(), reason);
            Observing.logged(() -> observer.refused(refusal));
        }
    }

    /// @param introduced why there was no introduction; null if there was, or none was to be
    private void serve(long start, @Nullable Throwable introduced) {
        Throwable failure = introduced;
        try {
            if (introduced == null) {
                prepare();
                handle();
            }
        } catch (Throwable failed) {
            LastResort.endIfBroken(failed);
            failure = failed;
        }
        CloseReason reason = CloseReason.OUT_OF_MEMORY;
        try {
            reason = reason(failure);
            finish(failure, reason);
        } finally {
            counters.closed(reason);
            end();
            report(failure, reason, Duration.ofNanos(parker.now() - start));
        }
    }

    /// The permit comes back even if there is no memory for the close.
    private void end() {
        try {
            connection.closeSocket();
        } finally {
            ended.accept(connection);
        }
    }

    private void prepare() throws NetException {
        Limits limits = connection.limits();
        connection.stream().setWriteTimeout(limits.writeTimeout());
        connection.counted().setFirstByteTimeout(limits.firstByteTimeout());
        if (connection.tcp().isPresent()) {
            connection.tcp().get().setNoDelay(true);
        }
    }

    private void handle() throws Exception {
        Optional<Duration> lifetime = connection.limits().maxLifetime();
        if (lifetime.isPresent()) {
            Tasks.<Exception>runWithDeadline(lifetime.get(), () -> handler.handle(connection));
        } else {
            handler.handle(connection);
        }
    }

    /// Lets the last reply arrive, unless the peer has gone or does not read.
    private void finish(@Nullable Throwable failure, CloseReason reason) {
        boolean worthIt = failure == null
                || !(failure instanceof NetException)
                || reason == CloseReason.BAD_MESSAGE
                || reason == CloseReason.TLS_FAILED
                || reason == CloseReason.BAD_PROXY_HEADER
                || reason == CloseReason.DRAIN_TIMEOUT;
        if (worthIt && connection.stream().isOpen() && !connection.counted().hasEnded()) {
            // The interrupt was for the handler.
            boolean _ = Thread.interrupted();
            LingeringClose.prepare(connection.stream());
        }
    }

    private CloseReason reason(@Nullable Throwable failure) {
        return connection.cause().orElseGet(() -> switch (failure) {
            case null -> connection.stopSignal().isSet() ? CloseReason.STOPPED : CloseReason.FINISHED;
            case NetException ofNetwork -> reason(ofNetwork);
            case OutOfMemoryError noMemory -> CloseReason.OUT_OF_MEMORY;
            default -> CloseReason.HANDLER_FAILED;
        });
    }

    private CloseReason reason(NetException failure) {
        return switch (failure.kind()) {
            case CONNECTION_RESET, CONNECTION_ABORTED, BROKEN_PIPE, UNEXPECTED_EOF -> CloseReason.PEER_GONE;
            case TIMED_OUT -> timeout(failure.operation());
            case DEADLINE_EXCEEDED -> CloseReason.LIFETIME_OVER;
            case CLOSED, INTERRUPTED -> CloseReason.CLOSED;
            case UNTRUSTED_CERTIFICATE, REFUSED_BY_PEER -> CloseReason.TLS_FAILED;
            case INVALID_DATA, UNSUPPORTED -> ofContent(failure.operation());
            default -> failure.operation().equals("decode") ? CloseReason.BAD_MESSAGE : CloseReason.NETWORK_FAILED;
        };
    }

    /// The reason of a failure by what was sent, which is the codec's, or TLS's, or the handler's own.
    private CloseReason ofContent(String operation) {
        return switch (operation) {
            case "decode" -> CloseReason.BAD_MESSAGE;
            case "tls handshake", "start tls" -> CloseReason.TLS_FAILED;
            case "read", "peek", "write" ->
                connection.tls().isPresent() ? CloseReason.TLS_FAILED : CloseReason.NETWORK_FAILED;
            default -> CloseReason.NETWORK_FAILED;
        };
    }

    private CloseReason timeout(String operation) {
        return switch (operation) {
            case "tls handshake" -> CloseReason.HANDSHAKE_TIMEOUT;
            case "read message", "read record" -> CloseReason.REQUEST_TIMEOUT;
            case "write", "await writable" -> CloseReason.WRITE_TIMEOUT;
            default -> connection.hasSpoken() ? CloseReason.IDLE_TIMEOUT : CloseReason.FIRST_BYTE_TIMEOUT;
        };
    }

    private void report(@Nullable Throwable failure, CloseReason reason, Duration duration) {
        CountedStream counted = connection.counted();
        Observing.logged(memoryLog::logUnsaid);
        if (reason == CloseReason.OUT_OF_MEMORY) {
            Observing.logged(() -> memoryLog.log(connection, "closed"));
        } else {
            Observing.logged(() -> log(failure, reason));
        }
        Observing.logged(() -> {
            var end = new ConnectionEnd(
                    reason, Optional.ofNullable(failure), counted.bytesIn(), counted.bytesOut(), duration);
            observer.closed(connection, end);
        });
    }

    private void log(@Nullable Throwable failure, CloseReason reason) {
        switch (failure) {
            case null -> {}
            case NetException ofPeer ->
                LOGGER.log(System.Logger.Level.DEBUG, "{0}: {1}: {2}", connection, reason, ofPeer.getMessage());
            case Throwable _
            when reason == CloseReason.DRAIN_TIMEOUT || reason == CloseReason.CLOSED ->
                LOGGER.log(System.Logger.Level.DEBUG, connection + ": " + reason, failure);
            default -> LOGGER.log(System.Logger.Level.WARNING, connection + ": the handler failed", failure);
        }
    }
}
