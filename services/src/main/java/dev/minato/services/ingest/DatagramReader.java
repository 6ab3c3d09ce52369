package dev.minato.services.ingest;

import dev.minato.services.ingest.Message.Kind;
import dev.minato.services.ingest.OctetCount.Found;
import java.nio.ByteBuffer;

/// A reader of the messages in one datagram: a syslog message, also with its length in front, or lines of
/// metrics.
///
/// The last line needs no LF: the datagram ends it.
final class DatagramReader {
    private final Message message = new Message();
    private final OctetCount count = new OctetCount();

    /// Receives the messages of a datagram.
    @FunctionalInterface
    interface Receiver {
        void take(Message message);
    }

    /// Gives each message of the datagram, whose bytes are those that remain.
    void read(ByteBuffer datagram, Receiver receiver) {
        int from = datagram.position();
        int to = datagram.limit();
        if (from < to && datagram.get(from) == '<') {
            give(Kind.SYSLOG, datagram, from, to, receiver);
        } else if (count.parse(datagram, from, to) == Found.COUNT) {
            counted(datagram, from + count.headerLength(), to, receiver);
        } else {
            lines(datagram, from, to, receiver);
        }
    }

    private void counted(ByteBuffer datagram, int from, int to, Receiver receiver) {
        boolean isWhole = count.octets() <= to - from;
        give(isWhole ? Kind.SYSLOG : Kind.INCOMPLETE, datagram, from, to, receiver);
    }

    private void lines(ByteBuffer datagram, int from, int to, Receiver receiver) {
        for (int start = from; start < to; ) {
            int end = start;
            while (end < to && datagram.get(end) != '\n') {
                end++;
            }
            int last = end > start && datagram.get(end - 1) == '\r' ? end - 1 : end;
            if (last > start) {
                give(Kind.METRIC, datagram, start, last, receiver);
            }
            start = end + 1;
        }
    }

    private void give(Kind kind, ByteBuffer datagram, int from, int to, Receiver receiver) {
        boolean isTooLong = to - from > MessageDecoder.MAX_MESSAGE;
        message.set(isTooLong ? Kind.TOO_LONG : kind, datagram, from, to);
        receiver.take(message);
    }
}
