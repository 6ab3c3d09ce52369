package dev.minato.services.http;

import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.ByteStream;
import dev.minato.services.http.HttpRequest.Persistence;
import dev.minato.services.server.LingeringClose;
import dev.minato.services.server.TcpService;
import java.time.Duration;
import java.util.Optional;

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
public final class HelloService implements TcpService {
    private final Duration requestTimeout;

    /// A service; it is stateless.
    ///
    /// @param requestTimeout how long a request may take from its first byte
    public HelloService(Duration requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    @Override
    public void serve(ByteStream stream) throws NetException {
        var http = new Framed<>(stream, new HttpRequestDecoder(), new HttpResponseEncoder());
        http.setMessageTimeout(requestTimeout);
        Optional<HttpRequest> request = http.read();
        while (request.isPresent() && answer(request.get(), http)) {
            request = http.read();
        }
        http.flush();
        if (request.isPresent()) {
            LingeringClose.prepare(stream);
        }
    }

    /// Answers the request; returns whether the connection stays open.
    private static boolean answer(HttpRequest request, Framed<HttpRequest, HttpRequest> http) throws NetException {
        http.write(request);
        return request.persistence() != Persistence.CLOSE;
    }
}
