package dev.minato.server;

import dev.minato.codec.Codec;
import dev.minato.tls.TlsAcceptor;
import java.util.Objects;
import java.util.function.Supplier;

/// The handler of a server's connections: plain blocking code, one call for each connection, from its first
/// byte to its last.
///
/// {@snippet file="dev/minato/examples/server/EchoService.java" region="handler"}
@FunctionalInterface
public interface ConnectionHandler {
    /// Serves one connection. Returning ends it: what a [Session] holds is sent, the peer reads to the end, and
    /// what it sends meanwhile is read and dropped for a second at most, so that no reset destroys the last
    /// reply.
    ///
    /// Called by many tasks at once, one for each connection. A failure ends this connection alone, and the
    /// server says why ([CloseReason]): a [dev.minato.error.NetException] of the peer or the network at DEBUG,
    /// anything else at WARNING, once. An interrupt means that the server has waited long enough
    /// ([TcpServer#drain]).
    ///
    /// @throws Exception what ended the connection early
    void handle(Connection connection) throws Exception;

    /// Returns a handler that reads requests with a codec of each connection's own, and has each of them
    /// answered by `handler`, in order.
    ///
    /// Requests may be pipelined: the replies to all that came together leave with one system call. Between two
    /// requests the connection ends when the server drains.
    ///
    /// {@snippet file="dev/minato/examples/server/ShoutingService.java" region="serve"}
    ///
    /// @param codecs is asked for a codec for each connection
    static <I, O> ConnectionHandler ofRequests(Supplier<? extends Codec<I, O>> codecs, RequestHandler<I, O> handler) {
        Objects.requireNonNull(codecs, "codecs");
        Objects.requireNonNull(handler, "handler");
        return connection -> {
            try (var session = new Session<>(connection, codecs.get())) {
                session.serve(handler);
            }
        };
    }

    /// Returns a handler that shakes hands over TLS first, and then has `handler` serve what is inside
    /// ([Connection#startTls]).
    ///
    /// {@snippet file="dev/minato/examples/tls/TlsEcho.java" region="serve"}
    static ConnectionHandler overTls(TlsAcceptor acceptor, ConnectionHandler handler) {
        Objects.requireNonNull(acceptor, "acceptor");
        Objects.requireNonNull(handler, "handler");
        return connection -> {
            var _ = connection.startTls(acceptor);
            handler.handle(connection);
        };
    }
}
