package dev.minato.services.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/// A response before it is known how it goes out: the status, the fields, and the body or what streams one.
/// Immutable: [#with] returns another.
public final class HttpResponse {
    /// The media type of text.
    public static final String TEXT = "text/plain; charset=utf-8";

    private static final byte[] NO_BODY = new byte[0];

    private final HttpStatus status;
    private final String contentType;
    private final String fields;
    private final byte[] body;
    private final Optional<HttpStream> stream;

    private HttpResponse(
            HttpStatus status, String contentType, String fields, byte[] body, Optional<HttpStream> stream) {
        this.status = status;
        this.contentType = contentType;
        this.fields = fields;
        this.body = body;
        this.stream = stream;
    }

    /// Returns a response with a body; the array is not copied.
    public static HttpResponse of(HttpStatus status, String contentType, byte[] body) {
        return new HttpResponse(status, contentType, "", body, Optional.empty());
    }

    /// Returns a response with a text, which is sent as UTF-8.
    public static HttpResponse of(HttpStatus status, String contentType, String body) {
        return of(status, contentType, body.getBytes(UTF_8));
    }

    /// Returns a response whose body is its status as text; with `Allow` if a method is not allowed.
    public static HttpResponse of(HttpStatus status) {
        var response = of(status, TEXT, status.text() + "\n");
        return status == HttpStatus.METHOD_NOT_ALLOWED ? response.with("Allow", "GET, HEAD") : response;
    }

    /// Returns a response whose body is streamed until the connection closes.
    public static HttpResponse stream(String contentType, HttpStream stream) {
        return new HttpResponse(HttpStatus.OK, contentType, "", NO_BODY, Optional.of(stream));
    }

    /// Returns this response with one more field, behind the others.
    ///
    /// @param value ASCII without control characters
    public HttpResponse with(String name, String value) {
        return new HttpResponse(status, contentType, fields + name + ": " + value + "\r\n", body, stream);
    }

    /// What streams the body, if it is not there yet.
    public Optional<HttpStream> stream() {
        return stream;
    }

    /// Returns the head of the response, but for its last blank line and what the connection adds.
    String head() {
        String length = stream.isPresent() ? "" : "Content-Length: " + body.length + "\r\n";
        return "HTTP/1.1 " + status.text() + "\r\nContent-Type: " + contentType + "\r\n" + length + fields;
    }

    byte[] body() {
        return body;
    }
}
