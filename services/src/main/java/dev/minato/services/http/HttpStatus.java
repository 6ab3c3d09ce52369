package dev.minato.services.http;

/// The status of a response (RFC 9110 section 15).
public enum HttpStatus {
    /// 200.
    OK("200 OK"),
    /// 400.
    BAD_REQUEST("400 Bad Request"),
    /// 403.
    FORBIDDEN("403 Forbidden"),
    /// 404.
    NOT_FOUND("404 Not Found"),
    /// 405.
    METHOD_NOT_ALLOWED("405 Method Not Allowed"),
    /// 411.
    LENGTH_REQUIRED("411 Length Required"),
    /// 413.
    CONTENT_TOO_LARGE("413 Content Too Large"),
    /// 421.
    MISDIRECTED_REQUEST("421 Misdirected Request"),
    /// 431.
    HEAD_TOO_LARGE("431 Request Header Fields Too Large"),
    /// 501.
    NOT_IMPLEMENTED("501 Not Implemented"),
    /// 503.
    SERVICE_UNAVAILABLE("503 Service Unavailable"),
    /// 505.
    VERSION_NOT_SUPPORTED("505 HTTP Version Not Supported");

    private final String text;

    HttpStatus(String text) {
        this.text = text;
    }

    /// Returns the code and the reason phrase, such as `404 Not Found`.
    public String text() {
        return text;
    }
}
