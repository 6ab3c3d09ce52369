package dev.minato.services.hello;

import dev.minato.error.NetException;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.Session;
import dev.minato.services.http.HttpAnswer;
import dev.minato.services.http.HttpAnswerEncoder;
import dev.minato.services.http.HttpPersistence;
import dev.minato.services.http.HttpRequest;
import dev.minato.services.http.HttpRequestDecoder;

/// The service `hello`: answers every GET of HTTP/1.1 and HTTP/1.0 with `Hello, World!` (RFC 9110, RFC 9112).
///
/// Connections are persistent unless a request says otherwise, and requests may be pipelined. A body is read
/// and discarded.
///
/// | request | answer | then |
/// |---|---|---|
/// | GET, HEAD | 200 | as it says |
/// | another method | 405, with `Allow` | as it says |
/// | malformed; no `Host` or two; two lengths; a length and a coding | 400 | close |
/// | a body in chunks | 411 | close |
/// | a body of more than 64 KiB | 413 | close |
/// | a head of more than 8 KiB | 431 | close |
/// | a body in another coding | 501 | close |
/// | another major version than 1 | 505 | close |
///
/// What cannot be HTTP is refused at the first byte or line that shows it. HTTP/1.2 and later minor versions
/// are treated as HTTP/1.1 (RFC 9110 section 2.5). A connection whose request takes too long is closed.
///
/// A request whose body waits for `100 Continue` gets its final answer instead, and the connection is closed.
public final class HelloService implements ConnectionHandler {
    /// A service; it is stateless.
    public HelloService() {}

    @Override
    public void handle(Connection connection) throws Exception {
        try (var session = new Session<>(connection, new HttpRequestDecoder(), new HttpAnswerEncoder())) {
            session.serve(HelloService::answer);
        }
    }

    private static void answer(HttpRequest request, Session<HttpRequest, HttpAnswer> session) throws NetException {
        session.write(HelloAnswers.to(request));
        if (request.persistence() == HttpPersistence.CLOSE) {
            session.end();
        }
    }
}
