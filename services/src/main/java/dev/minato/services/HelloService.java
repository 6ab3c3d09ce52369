package dev.minato.services;

import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.TcpStream;
import dev.minato.services.HttpRequest.Persistence;
import java.time.Duration;
import java.util.Optional;

/// Answers `Hello, World!` to every GET of HTTP/1.1 and HTTP/1.0 (RFC 9110, RFC 9112).
///
/// Connections stay open unless a request says otherwise, and requests may be sent ahead of their answers. A
/// body is read and dropped.
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
/// What can be no HTTP is refused at the first byte or line that shows it. HTTP/1.2 and later minor versions
/// are taken for HTTP/1.1 (RFC 9110 section 2.5). A connection whose request takes too long is closed.
///
/// A request whose body waits for `100 Continue` gets its answer instead, and the connection ends.
public final class HelloService implements TcpService {
    private final Duration requestTimeout;

    /// A service that has nothing to remember.
    ///
    /// @param requestTimeout how long a request may take from its first byte
    public HelloService(Duration requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    @Override
    public void serve(TcpStream stream) throws NetException {
        var http = new Framed<>(stream, new HttpRequestDecoder(), new HttpResponseEncoder());
        http.setMessageTimeout(requestTimeout);
        Optional<HttpRequest> request = http.read();
        while (request.isPresent() && isAnsweredAndGoesOn(request.get(), http)) {
            request = http.read();
        }
        http.flush();
        if (request.isPresent()) {
            Farewell.to(stream);
        }
    }

    private static boolean isAnsweredAndGoesOn(HttpRequest request, Framed<HttpRequest, HttpRequest> http)
            throws NetException {
        http.write(request);
        return request.persistence() != Persistence.CLOSE;
    }
}
