package dev.minato.services.http;

import java.nio.ByteBuffer;

/// The parser of a request's head: the request line, and those fields that determine where the request ends
/// and whether others follow (RFC 9112 sections 3, 6 and 9; RFC 9110 section 5). Reused for each request.
///
/// ```
///  GET /path HTTP/1.1 CR LF
///  name: value        CR LF        each CR is optional
///                     CR LF
/// ```
///
/// What two parsers could read differently is refused, against request smuggling: two lengths, a length and a
/// coding, space before a colon, folded lines, control characters.
final class HttpHead {
    private static final int NO_LENGTH = -1;
    private static final int VERSION_LENGTH = "HTTP/1.1".length();

    private enum Version {
        HTTP_1_0,
        HTTP_1_1,
        OTHER
    }

    private Version version = Version.HTTP_1_1;
    private boolean isGet;
    private boolean isHead;
    private int targetStart;
    private int targetEnd;
    private int hosts;
    private int hostStart;
    private int hostEnd;
    private int length;
    private boolean hasCoding;
    private boolean isChunked;
    private boolean close;
    private boolean keepAlive;
    private boolean expectsContinue;

    /// Parses a whole head, which ends with its blank line, and returns the status of the answer.
    HttpStatus read(ByteBuffer head, int from, int to) {
        reset();
        int lineEnd = HttpText.lineEnd(head, from);
        if (!readRequestLine(head, from, HttpText.withoutCr(head, from, lineEnd))) {
            return HttpStatus.BAD_REQUEST;
        }
        if (version == Version.OTHER) {
            return HttpStatus.VERSION_NOT_SUPPORTED;
        }
        for (int at = lineEnd + 1; at < to; at = lineEnd + 1) {
            lineEnd = HttpText.lineEnd(head, at);
            int end = HttpText.withoutCr(head, at, lineEnd);
            if (end > at && !readField(head, at, end)) {
                return HttpStatus.BAD_REQUEST;
            }
        }
        return judge();
    }

    /// Parses one line of an incomplete head, and returns what is wrong with it: `OK` for nothing.
    HttpStatus readLine(ByteBuffer head, int from, int to, boolean isFirst) {
        if (!isFirst) {
            hosts = 0;
            length = NO_LENGTH;
            return readField(head, from, to) ? HttpStatus.OK : HttpStatus.BAD_REQUEST;
        }
        reset();
        if (!readRequestLine(head, from, to)) {
            return HttpStatus.BAD_REQUEST;
        }
        return version == Version.OTHER ? HttpStatus.VERSION_NOT_SUPPORTED : HttpStatus.OK;
    }

    /// Returns whether a line may begin like this: the first with a method, any with text. A last CR may be
    /// that of its end.
    static boolean mayBecomeLine(ByteBuffer head, int from, int to, boolean isFirst) {
        int end = to > from && head.get(to - 1) == '\r' ? to - 1 : to;
        int methodEnd = isFirst ? HttpText.indexOf(' ', head, from, end) : from;
        return (methodEnd == from ? !isFirst || from == end : HttpText.isToken(head, from, methodEnd))
                && HttpText.isText(head, methodEnd, end);
    }

    private void reset() {
        version = Version.HTTP_1_1;
        isGet = false;
        isHead = false;
        hosts = 0;
        hostStart = 0;
        hostEnd = 0;
        length = NO_LENGTH;
        hasCoding = false;
        isChunked = false;
        close = false;
        keepAlive = false;
        expectsContinue = false;
    }

    private HttpStatus judge() {
        boolean old = version == Version.HTTP_1_0;
        if (hosts > 1 || (hosts == 0 && !old) || (hasCoding && (old || length != NO_LENGTH))) {
            return HttpStatus.BAD_REQUEST;
        }
        if (hasCoding) {
            return isChunked ? HttpStatus.LENGTH_REQUIRED : HttpStatus.NOT_IMPLEMENTED;
        }
        if (length > HttpRequestDecoder.MAX_BODY) {
            return HttpStatus.CONTENT_TOO_LARGE;
        }
        return isGet || isHead ? HttpStatus.OK : HttpStatus.METHOD_NOT_ALLOWED;
    }

    private boolean readRequestLine(ByteBuffer head, int from, int to) {
        int methodEnd = HttpText.indexOf(' ', head, from, to);
        targetStart = Math.min(methodEnd + 1, to);
        targetEnd = HttpText.indexOf(' ', head, targetStart, to);
        if (!HttpText.isToken(head, from, methodEnd) || !HttpText.isTarget(head, targetStart, targetEnd)) {
            return false;
        }
        isGet = HttpText.equals("GET", head, from, methodEnd);
        isHead = HttpText.equals("HEAD", head, from, methodEnd);
        return readVersion(head, targetEnd + 1, to)
                && (!(isGet || isHead) || isOriginOrAbsolute(head, targetStart, targetEnd));
    }

    /// Returns whether a target is in origin-form or absolute-form; GET and HEAD know no other (RFC 9112
    /// section 3.2).
    private static boolean isOriginOrAbsolute(ByteBuffer head, int from, int to) {
        int colon = HttpText.indexOf(':', head, from, to);
        return head.get(from) == '/' || HttpText.equals("://", head, colon, Math.min(colon + 3, to));
    }

    private boolean readVersion(ByteBuffer head, int from, int to) {
        if (to - from != VERSION_LENGTH
                || !HttpText.equals("HTTP/", head, from, to - 3)
                || !HttpText.isDigit(head.get(to - 3))
                || head.get(to - 2) != '.'
                || !HttpText.isDigit(head.get(to - 1))) {
            return false;
        }
        // A later minor version is treated as the latest known one (RFC 9110 section 2.5).
        if (head.get(to - 3) != '1') {
            version = Version.OTHER;
        } else {
            version = head.get(to - 1) == '0' ? Version.HTTP_1_0 : Version.HTTP_1_1;
        }
        return true;
    }

    private boolean readField(ByteBuffer head, int from, int to) {
        int colon = HttpText.indexOf(':', head, from, to);
        if (colon == to || !HttpText.isToken(head, from, colon) || !HttpText.isText(head, colon + 1, to)) {
            return false;
        }
        int start = HttpText.skipSpace(head, colon + 1, to);
        int end = HttpText.trimSpace(head, start, to);
        return switch (colon - from) {
            case 4 -> !HttpText.equalsIgnoreCase("host", head, from, colon) || readHost(head, start, end);
            case 6 -> !HttpText.equalsIgnoreCase("expect", head, from, colon) || readExpect(head, start, end);
            case 10 -> !HttpText.equalsIgnoreCase("connection", head, from, colon) || readConnection(head, start, end);
            case 14 -> !HttpText.equalsIgnoreCase("content-length", head, from, colon) || readLength(head, start, end);
            case 17 ->
                !HttpText.equalsIgnoreCase("transfer-encoding", head, from, colon) || readCoding(head, start, end);
            default -> true;
        };
    }

    private boolean readHost(ByteBuffer head, int from, int to) {
        hosts++;
        hostStart = from;
        hostEnd = to;
        return HttpText.indexOf(' ', head, from, to) == to && HttpText.indexOf(',', head, from, to) == to;
    }

    private boolean readExpect(ByteBuffer head, int from, int to) {
        expectsContinue |= HttpText.equalsIgnoreCase("100-continue", head, from, to);
        return true;
    }

    private boolean readConnection(ByteBuffer head, int from, int to) {
        for (int at = from; at < to; ) {
            int comma = HttpText.indexOf(',', head, at, to);
            int start = HttpText.skipSpace(head, at, comma);
            int end = HttpText.trimSpace(head, start, comma);
            close |= HttpText.equalsIgnoreCase("close", head, start, end);
            keepAlive |= HttpText.equalsIgnoreCase("keep-alive", head, start, end);
            at = comma + 1;
        }
        return true;
    }

    /// Parses digits, once. A length over the limit is as good as any other over it.
    private boolean readLength(ByteBuffer head, int from, int to) {
        if (length != NO_LENGTH || from == to) {
            return false;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            if (!HttpText.isDigit(head.get(i))) {
                return false;
            }
            number = Math.min(10 * number + head.get(i) - '0', Integer.MAX_VALUE);
        }
        length = (int) number;
        return true;
    }

    private boolean readCoding(ByteBuffer head, int from, int to) {
        isChunked = !hasCoding && HttpText.equalsIgnoreCase("chunked", head, from, to);
        hasCoding = true;
        return true;
    }

    /// Returns whether the method is HEAD.
    boolean isHead() {
        return isHead;
    }

    /// Returns the index of the target's first byte.
    int targetStart() {
        return targetStart;
    }

    /// Returns the index behind the target's last byte.
    int targetEnd() {
        return targetEnd;
    }

    /// Returns the index of the first byte of the field `Host`; 0 if there was none.
    int hostStart() {
        return hostStart;
    }

    /// Returns the index behind the last byte of the field `Host`; 0 if there was none.
    int hostEnd() {
        return hostEnd;
    }

    /// Returns the length of the body in bytes.
    int bodyLength() {
        return Math.max(length, 0);
    }

    /// Returns what becomes of the connection. After an answer instead of `100 Continue` the client may send
    /// its body or not (RFC 9110 section 10.1.1), so the start of the next request is unknown.
    HttpPersistence persistence() {
        if (close || (expectsContinue && bodyLength() > 0)) {
            return HttpPersistence.CLOSE;
        }
        if (version == Version.HTTP_1_1) {
            return HttpPersistence.KEEP;
        }
        return keepAlive ? HttpPersistence.SAY_KEEP : HttpPersistence.CLOSE;
    }
}
