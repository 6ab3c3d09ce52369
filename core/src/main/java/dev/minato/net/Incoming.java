package dev.minato.net;

import dev.minato.error.NetException;
import dev.minato.platform.Scope;
import dev.minato.platform.pace.Backoff;
import dev.minato.platform.wait.Outcome;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The accept loop behind [SocketListener#incoming]: what it passes over, what it waits out, what ends it.
///
/// ```
///  CONNECTION_ABORTED                       next
///  CLOSED, INTERRUPTED                      the end
///  INVALID_INPUT (a bad descriptor),
///  TIMED_OUT, DEADLINE_EXCEEDED,            UncheckedIOException
///  WOULD_BLOCK (asked for)
///  anything else, as TOO_MANY_OPEN_FILES    pause 5 ms, 10 … 1 s, then one attempt; report once a second
/// ```
///
/// @param <S> the connections
final class Incoming<S> implements Iterator<S> {
    private static final long FIRST_DELAY = 5_000_000;
    private static final long MAX_DELAY = 1_000_000_000;
    private static final long BETWEEN_REPORTS = 1_000_000_000;

    private static final System.Logger LOGGER = System.getLogger("dev.minato.net.TcpListener");

    static {
        prepareLogger();
    }

    private final SocketListener<?, S> listener;
    private final Consumer<NetException> report;
    private @Nullable S next;
    private boolean ended;
    private final Backoff backoff = new Backoff(FIRST_DELAY, MAX_DELAY);
    private long reportAfter;

    Incoming(SocketListener<?, S> listener, Consumer<NetException> report) {
        this.listener = listener;
        this.report = report;
    }

    /// The JDK's logging reads its settings, and the time zones, when it first writes a line: too late if the
    /// line is to say that no file can be opened.
    @SuppressWarnings("ReturnValueIgnored")
    private static void prepareLogger() {
        if (LOGGER.isLoggable(System.Logger.Level.WARNING)) {
            ZoneId.systemDefault().getRules();
        }
    }

    static void log(NetException cannotAccept) {
        LOGGER.log(System.Logger.Level.WARNING, "cannot accept for now: {0}", cannotAccept.getMessage());
    }

    @Override
    public boolean hasNext() {
        while (next == null && !ended) {
            step();
        }
        return next != null;
    }

    @Override
    public S next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the listener is closed, or the thread was interrupted");
        }
        S stream = next;
        next = null;
        if (stream == null) {
            throw new AssertionError("hasNext without next");
        }
        return stream;
    }

    private void step() {
        try {
            next = listener.accept();
            backoff.reset();
        } catch (NetException e) {
            switch (e.kind()) {
                case CONNECTION_ABORTED -> {}
                case CLOSED, INTERRUPTED -> ended = true;
                case INVALID_INPUT, TIMED_OUT, DEADLINE_EXCEEDED, WOULD_BLOCK -> throw new UncheckedIOException(e);
                default -> backOff(e);
            }
        }
    }

    private void backOff(NetException because) {
        long now = listener.now();
        if (now >= reportAfter) {
            reportAfter = now + BETWEEN_REPORTS;
            report.accept(because);
        }
        ended = !listener.await(backoff);
        Scope scope = Scope.current();
        if (!ended && scope.isExpired()) {
            throw new UncheckedIOException(
                    scope.failure(Outcome.TIMED_OUT, "accept").withAddress(listener.localAddress()));
        }
    }
}
