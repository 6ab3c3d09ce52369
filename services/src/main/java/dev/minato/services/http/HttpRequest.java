package dev.minato.services.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;

/// A request, or what was refused as one: a view of the decoder's input, valid until the next one is decoded.
///
/// Texts are made when they are asked for, each byte a character; whoever does not ask allocates nothing.
public final class HttpRequest {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final HttpHead head;
    private ByteBuffer input = NONE;
    private HttpStatus status = HttpStatus.BAD_REQUEST;
    private HttpPersistence persistence = HttpPersistence.CLOSE;
    private boolean isHead;

    HttpRequest(HttpHead head) {
        this.head = head;
    }

    /// Makes it the request whose head was parsed last.
    void accept(HttpStatus newStatus, ByteBuffer newInput) {
        status = newStatus;
        persistence = head.persistence();
        isHead = head.isHead();
        input = newInput;
    }

    /// Makes it a refusal, of which nothing else is known.
    void refuse(HttpStatus newStatus, boolean newIsHead) {
        status = newStatus;
        persistence = HttpPersistence.CLOSE;
        isHead = newIsHead;
        release();
    }

    /// Lets go of the input.
    void release() {
        input = NONE;
    }

    /// The status that the response must have; `OK` for a GET or HEAD that may get any.
    public HttpStatus status() {
        return status;
    }

    /// Whether the response goes without its body.
    public boolean isHead() {
        return isHead;
    }

    /// What becomes of the connection after the response.
    public HttpPersistence persistence() {
        return persistence;
    }

    /// The path of the target, such as `/metrics`, as it was sent: nothing is decoded. Empty if the request
    /// was refused; `/` also for a target that is an authority alone, `http://host`.
    public String path() {
        String target = originForm();
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /// What is behind the first `?` of the target, as it was sent; empty if there is none.
    public String query() {
        String target = originForm();
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    /// The host, with its port if there is one, that the client means: of the target if it has one, which
    /// then counts (RFC 9112 section 3.2.2), or else of the `Host` field. Empty if there is none.
    public String host() {
        String target = target();
        if (isOriginForm(target)) {
            return text(head.hostStart(), head.hostEnd());
        }
        int start = authorityStart(target);
        return target.substring(start, authorityEnd(target, start));
    }

    private String originForm() {
        String target = target();
        if (isOriginForm(target)) {
            return target;
        }
        String rest = target.substring(authorityEnd(target, authorityStart(target)));
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    private static boolean isOriginForm(String target) {
        return target.isEmpty() || target.startsWith("/") || !target.contains("://");
    }

    private static int authorityStart(String absolute) {
        return absolute.indexOf("://") + 3;
    }

    private static int authorityEnd(String absolute, int start) {
        int end = start;
        while (end < absolute.length() && "/?#".indexOf(absolute.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private String target() {
        return text(head.targetStart(), head.targetEnd());
    }

    private String text(int from, int to) {
        if (input.limit() == 0) {
            return "";
        }
        var bytes = new byte[to - from];
        input.get(from, bytes);
        return new String(bytes, ISO_8859_1);
    }
}
