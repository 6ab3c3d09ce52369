package dev.minato.services.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.error.NetException;
import dev.minato.server.Session;
import dev.minato.services.exposition.MetricFamily;
import dev.minato.services.exposition.PrometheusText;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// The answers to HTTP requests: `GET /metrics` gets all families, and the connection is closed behind the
/// answer. The text is made as it is sent, so that a scrape holds a piece of it and no more.
final class Scrapes {
    /// The most answers at once; each holds the list of all series until it is sent.
    static final int MAX_AT_ONCE = 8;

    private final Supplier<List<MetricFamily>> families;
    private final AtomicInteger running = new AtomicInteger();

    Scrapes(Supplier<List<MetricFamily>> families) {
        this.families = families;
    }

    /// Answers the request line of `request`, and ends the conversation.
    void answer(Message request, Session<?, byte[]> session) throws NetException {
        session.end();
        String[] parts = requestLine(request).split(" ", -1);
        if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
            refuse("400 Bad Request", session);
        } else if (!parts[0].equals("GET")) {
            refuse("405 Method Not Allowed\r\nAllow: GET", session);
        } else if (!parts[1].equals("/metrics") && !parts[1].startsWith("/metrics?")) {
            refuse("404 Not Found", session);
        } else {
            scrape(session);
        }
    }

    private static String requestLine(Message request) {
        var bytes = new byte[request.to() - request.from()];
        request.input().get(request.from(), bytes);
        return new String(bytes, US_ASCII);
    }

    private static void refuse(String status, Session<?, byte[]> session) throws NetException {
        session.write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
    }

    private void scrape(Session<?, byte[]> session) throws NetException {
        if (running.incrementAndGet() > MAX_AT_ONCE) {
            running.decrementAndGet();
            refuse("503 Service Unavailable\r\nRetry-After: 1", session);
            return;
        }
        try {
            // Without a length, since that is known at the end only: the close is the end.
            String head = "HTTP/1.1 200 OK\r\nContent-Type: " + PrometheusText.CONTENT_TYPE;
            session.write((head + "\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
            var text = new Pieces(session);
            PrometheusText.write(families.get(), text);
            text.flush();
            session.flush();
        } catch (NetException e) {
            throw e;
        } catch (IOException e) {
            throw new AssertionError("only the session fails", e);
        } finally {
            running.decrementAndGet();
        }
    }

    /// Text that is sent piece by piece.
    private static final class Pieces implements Appendable {
        private static final int SIZE = 4096;

        private final Session<?, byte[]> session;
        private final StringBuilder piece = new StringBuilder();

        Pieces(Session<?, byte[]> session) {
            this.session = session;
        }

        @Override
        public Appendable append(CharSequence text) throws IOException {
            return append(text, 0, text.length());
        }

        @Override
        public Appendable append(CharSequence text, int start, int end) throws IOException {
            piece.append(text, start, end);
            return this;
        }

        /// A piece ends with a line, and so never within a character of two `char`s.
        @Override
        public Appendable append(char next) throws IOException {
            piece.append(next);
            if (next == '\n' && piece.length() >= SIZE) {
                flush();
            }
            return this;
        }

        void flush() throws NetException {
            session.write(piece.toString().getBytes(UTF_8));
            piece.setLength(0);
        }
    }
}
