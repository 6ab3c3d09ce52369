package dev.minato.services.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/// The bytes of a response to one kind of request; may be written any number of times.
public final class HttpAnswer {
    private static final byte[] NO_BODY = new byte[0];

    private final byte[] head;
    private final byte[] body;

    private HttpAnswer(byte[] head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    /// Returns the answer to a request. One that is streamed ends with its connection.
    public static HttpAnswer of(HttpResponse response, HttpRequest request) {
        var persistence = response.stream().isPresent() ? HttpPersistence.CLOSE : request.persistence();
        return of(response, request.isHead(), persistence);
    }

    /// Returns the answer to requests for whose answers that becomes of the connection.
    ///
    /// @param isHead whether it goes without its body
    public static HttpAnswer of(HttpResponse response, boolean isHead, HttpPersistence persistence) {
        String connection = switch (persistence) {
            case KEEP -> "";
            case SAY_KEEP -> "Connection: keep-alive\r\n";
            case CLOSE -> "Connection: close\r\n";
        };
        String head = response.head() + connection + "\r\n";
        return new HttpAnswer(head.getBytes(US_ASCII), isHead ? NO_BODY : response.body());
    }

    int length() {
        return head.length + body.length;
    }

    void put(ByteBuffer output) {
        output.put(head).put(body);
    }
}
