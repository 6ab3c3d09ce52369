package dev.minato.services.http;

import dev.minato.codec.Decoder;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A decoder of requests (RFC 9112) that discards their bodies.
///
/// ```
///            blank lines: drop              a blank line: parse the head
///             ┌────┐                        ┌────────────────────────────┐
///             ▼    │                        │                            ▼
///   ┌────────────────┐   any other byte   ┌──────┐   no body, or     ┌──────┐
///   │ before request │ ─────────────────▶ │ head │   all of it       │ body │
///   └────────────────┘                    └──────┘   dropped         └──────┘
///             ▲                                                          │
///             └──────────────────────────────────────────────────────────┘
/// ```
///
/// A request is decoded as soon as its head is complete. After one that closes the connection all input is
/// dropped, since the start of the next is unknown. Never throws, and allocates nothing.
public final class HttpRequestDecoder implements Decoder<HttpRequest> {
    /// The maximum length of a head, with the blank line that ends it.
    static final int MAX_HEAD = 8 * 1024;

    /// The maximum length of a body, which is read only to be dropped.
    static final int MAX_BODY = 64 * 1024;

    private final HttpHead head = new HttpHead();
    private final HttpRequest request = new HttpRequest(head);
    private final Optional<HttpRequest> found = Optional.of(request);

    /// How many bytes from the input's position hold no end of a head.
    private int scanned;

    /// How many bytes from the input's position are lines that were checked already.
    private int checked;

    private int bodyLeft;

    /// How many bodies have been dropped to their ends.
    private long bodiesEnded;

    private boolean over;

    /// A decoder, for one stream.
    public HttpRequestDecoder() {}

    @Override
    public Optional<HttpRequest> decode(ByteBuffer input) {
        request.release();
        drop(input);
        if (!input.hasRemaining()) {
            return Optional.empty();
        }
        int end = endOfHead(input);
        int length = end < 0 ? input.remaining() : end - input.position();
        if (length > MAX_HEAD || (end < 0 && length == MAX_HEAD)) {
            return refuse(HttpStatus.HEAD_TOO_LARGE, false, input);
        }
        return end < 0 ? checkLines(input) : parse(input, end);
    }

    /// End of stream within a head is a bad request; within a body, whose request was answered already, it is
    /// none.
    @Override
    public Optional<HttpRequest> decodeEnd(ByteBuffer input) {
        var last = decode(input);
        if (last.isEmpty() && input.hasRemaining()) {
            return refuse(HttpStatus.BAD_REQUEST, false, input);
        }
        if (last.isEmpty()) {
            bodyLeft = 0;
            over = false;
        }
        return last;
    }

    @Override
    public boolean isWithin(ByteBuffer input) {
        return bodyLeft > 0 || input.hasRemaining();
    }

    @Override
    public long ended() {
        return bodiesEnded;
    }

    @Override
    public int maxBuffered() {
        return MAX_HEAD;
    }

    /// Drops what belongs to no head: a body, blank lines before a head, everything after the last request.
    private void drop(ByteBuffer input) {
        int dropped = over ? input.remaining() : Math.min(bodyLeft, input.remaining());
        if (bodyLeft > 0 && dropped >= bodyLeft) {
            bodiesEnded++;
        }
        bodyLeft -= Math.min(bodyLeft, dropped);
        input.position(input.position() + dropped);
        if (scanned == 0) {
            dropBlankLines(input);
        }
    }

    private static void dropBlankLines(ByteBuffer input) {
        int length = blankLineAt(input, input.position());
        while (length > 0) {
            input.position(input.position() + length);
            length = blankLineAt(input, input.position());
        }
    }

    /// Returns the length of a line end at that index: 2 for CR LF, 1 for LF; 0 if there is none.
    private static int blankLineAt(ByteBuffer input, int index) {
        int left = input.limit() - index;
        if (left >= 1 && input.get(index) == '\n') {
            return 1;
        }
        return left >= 2 && input.get(index) == '\r' && input.get(index + 1) == '\n' ? 2 : 0;
    }

    /// Returns the index behind the blank line that ends the head; -1 if it has not come yet.
    private int endOfHead(ByteBuffer input) {
        for (int at = input.position() + scanned; at < input.limit(); at++) {
            if (input.get(at) == '\n') {
                int blank = blankLineAt(input, at + 1);
                if (blank > 0) {
                    return at + 1 + blank;
                }
            }
        }
        // The last LF may have half a blank line behind it, or nothing yet.
        scanned = Math.max(scanned, input.remaining() - 2);
        return -1;
    }

    /// Checks what is there of a head: each whole line once, and the beginning of the next.
    private Optional<HttpRequest> checkLines(ByteBuffer input) {
        int at = input.position() + checked;
        int end = HttpText.indexOf('\n', input, at, input.limit());
        while (end < input.limit()) {
            HttpStatus status = head.readLine(input, at, HttpText.withoutCr(input, at, end), checked == 0);
            if (status != HttpStatus.OK) {
                return refuse(status, head.isHead(), input);
            }
            checked = end + 1 - input.position();
            at = end + 1;
            end = HttpText.indexOf('\n', input, at, input.limit());
        }
        boolean mayBeALine = HttpHead.mayBecomeLine(input, at, end, checked == 0);
        return mayBeALine ? Optional.empty() : refuse(HttpStatus.BAD_REQUEST, false, input);
    }

    private Optional<HttpRequest> parse(ByteBuffer input, int end) {
        HttpStatus status = head.read(input, input.position(), end);
        if (status != HttpStatus.OK && status != HttpStatus.METHOD_NOT_ALLOWED) {
            // Only these leave the start of the next request known.
            return refuse(status, head.isHead(), input);
        }
        input.position(end);
        scanned = 0;
        checked = 0;
        bodyLeft = head.bodyLength();
        request.accept(status, input);
        over = request.persistence() == HttpPersistence.CLOSE;
        return found;
    }

    private Optional<HttpRequest> refuse(HttpStatus status, boolean isHead, ByteBuffer input) {
        input.position(input.limit());
        scanned = 0;
        checked = 0;
        over = true;
        request.refuse(status, isHead);
        return found;
    }
}
