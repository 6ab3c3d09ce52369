package dev.minato.services.http;

import java.util.Map;
import java.util.Optional;

/// What answers requests.
@FunctionalInterface
public interface HttpRoute {
    /// Returns the response to a GET or a HEAD; the body of one to a HEAD is not sent.
    ///
    /// Called by the tasks of many connections. The request is a view, valid until this returns.
    ///
    /// @throws Exception what ends the connection
    HttpResponse respond(HttpRequest request) throws Exception;

    /// Returns a route that goes on by the path, as it was sent; 404 for one that is not there.
    static HttpRoute ofPaths(Map<String, HttpRoute> paths) {
        var routes = Map.copyOf(paths);
        HttpRoute notFound = _ -> HttpResponse.of(HttpStatus.NOT_FOUND);
        return request -> routes.getOrDefault(request.path(), notFound).respond(request);
    }

    /// Returns a route that first asks a check, whose response counts if it has one.
    static HttpRoute checked(Check check, HttpRoute route) {
        return request -> {
            Optional<HttpResponse> refusal = check.refuse(request);
            return refusal.isPresent() ? refusal.get() : route.respond(request);
        };
    }

    /// A check that may refuse requests.
    @FunctionalInterface
    interface Check {
        /// Returns the response to a request that is refused; empty for one that goes on.
        Optional<HttpResponse> refuse(HttpRequest request);
    }
}
