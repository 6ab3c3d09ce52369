package dev.minato.services.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.codec.Encoder;
import dev.minato.services.http.HttpRequest.Persistence;
import dev.minato.services.http.HttpRequest.Status;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// An encoder that copies precomputed responses.
final class HttpResponseEncoder implements Encoder<HttpRequest> {
    private static final Map<HttpRequest, byte[]> RESPONSES = HttpRequest.all()
            .collect(Collectors.toMap(
                    Function.identity(), request -> response(request).getBytes(US_ASCII)));
    private static final byte[] NONE = new byte[0];

    private static String response(HttpRequest request) {
        String body = request.status() == Status.OK ? "Hello, World!" : request.status().text + "\n";
        var response = new StringBuilder("HTTP/1.1 ").append(request.status().text);
        response.append("\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ")
                .append(body.length());
        if (request.status() == Status.METHOD_NOT_ALLOWED) {
            response.append("\r\nAllow: GET, HEAD");
        }
        if (request.persistence() != Persistence.KEEP) {
            response.append("\r\nConnection: ")
                    .append(request.persistence() == Persistence.CLOSE ? "close" : "keep-alive");
        }
        return response.append("\r\n\r\n").append(request.isHead() ? "" : body).toString();
    }

    private static byte[] of(HttpRequest request) {
        return RESPONSES.getOrDefault(request, NONE);
    }

    @Override
    public int maxEncodedLength(HttpRequest request) {
        return of(request).length;
    }

    @Override
    public void encode(HttpRequest request, ByteBuffer output) {
        output.put(of(request));
    }
}
