package dev.minato.services.http;

import dev.minato.server.Connection;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.Session;
import java.util.Optional;

/// A small server of pages over HTTP/1.1 and HTTP/1.0: each GET and HEAD gets what a route responds, one
/// after the other. What is refused, and what then becomes of the connection, is as the service `hello` has
/// it.
public final class HttpEndpoint implements ConnectionHandler {
    private final HttpRoute route;

    /// An endpoint.
    public HttpEndpoint(HttpRoute route) {
        this.route = route;
    }

    @Override
    public void handle(Connection connection) throws Exception {
        try (var session = new Session<>(connection, new HttpRequestDecoder(), new HttpAnswerEncoder())) {
            session.serve(this::answer);
        }
    }

    private void answer(HttpRequest request, Session<HttpRequest, HttpAnswer> session) throws Exception {
        var response = request.status() == HttpStatus.OK ? route.respond(request) : HttpResponse.of(request.status());
        session.write(HttpAnswer.of(response, request));
        Optional<HttpStream> stream = response.stream();
        if (request.persistence() == HttpPersistence.CLOSE || stream.isPresent()) {
            session.end();
        }
        if (stream.isPresent() && !request.isHead()) {
            session.flush();
            stream.get().run(session.connection());
        }
    }
}
