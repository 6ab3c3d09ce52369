package dev.minato.services.http;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A parsed request, reduced to how it is answered. There are few, so each is interned.
///
/// @param status the status of the answer
/// @param isHead whether the answer goes without its body
/// @param persistence what becomes of the connection
record HttpRequest(Status status, boolean isHead, Persistence persistence) {
    private static final Map<Status, Map<Persistence, Optional<HttpRequest>>> HEADS = all(true);
    private static final Map<Status, Map<Persistence, Optional<HttpRequest>>> OTHERS = all(false);

    /// The status of an answer.
    enum Status {
        OK("200 OK"),
        BAD_REQUEST("400 Bad Request"),
        METHOD_NOT_ALLOWED("405 Method Not Allowed"),
        LENGTH_REQUIRED("411 Length Required"),
        CONTENT_TOO_LARGE("413 Content Too Large"),
        HEAD_TOO_LARGE("431 Request Header Fields Too Large"),
        NOT_IMPLEMENTED("501 Not Implemented"),
        VERSION_NOT_SUPPORTED("505 HTTP Version Not Supported");

        final String text;

        Status(String text) {
            this.text = text;
        }

        /// Returns whether the start of the next request is known.
        boolean knowsEnd() {
            return this == OK || this == METHOD_NOT_ALLOWED;
        }
    }

    /// What becomes of the connection after the answer.
    enum Persistence {
        /// It stays open, the default of HTTP/1.1.
        KEEP,
        /// It stays open, which HTTP/1.0 needs `Connection: keep-alive` for.
        SAY_KEEP,
        /// It is closed.
        CLOSE
    }

    private static Map<Status, Map<Persistence, Optional<HttpRequest>>> all(boolean isHead) {
        var all = new EnumMap<Status, Map<Persistence, Optional<HttpRequest>>>(Status.class);
        for (Status status : Status.values()) {
            var ofStatus = new EnumMap<Persistence, Optional<HttpRequest>>(Persistence.class);
            for (Persistence persistence : Persistence.values()) {
                ofStatus.put(persistence, Optional.of(new HttpRequest(status, isHead, persistence)));
            }
            all.put(status, ofStatus);
        }
        return all;
    }

    /// Returns all requests.
    static Stream<HttpRequest> all() {
        return Stream.of(HEADS, OTHERS)
                .flatMap(all -> all.values().stream())
                .flatMap(ofStatus -> ofStatus.values().stream())
                .flatMap(Optional::stream);
    }

    /// Returns the interned request.
    static Optional<HttpRequest> of(Status status, boolean isHead, Persistence persistence) {
        return (isHead ? HEADS : OTHERS).getOrDefault(status, Map.of()).getOrDefault(persistence, Optional.empty());
    }
}
