package dev.minato.services.ingest;

import java.nio.ByteBuffer;

/// A view of one message in the buffer that it was read into; the same object for each.
final class Message {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private Kind kind = Kind.METRIC;
    private ByteBuffer input = NOTHING;
    private int from;
    private int to;

    /// What a message is, as far as its first bytes and its length tell.
    enum Kind {
        /// A line of StatsD or Graphite.
        METRIC,
        /// A syslog message.
        SYSLOG,
        /// An HTTP request, of which the request line is viewed.
        HTTP,
        /// Too long to be read.
        TOO_LONG,
        /// Cut off by the end of the stream.
        INCOMPLETE
    }

    /// Becomes the message between two indexes of `input`.
    void set(Kind kind, ByteBuffer input, int from, int to) {
        this.kind = kind;
        this.input = input;
        this.from = from;
        this.to = to;
    }

    Kind kind() {
        return kind;
    }

    ByteBuffer input() {
        return input;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /// Lets go of the buffer.
    void clear() {
        input = NOTHING;
        from = 0;
        to = 0;
    }
}
