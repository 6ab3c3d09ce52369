package dev.minato.services.ingest;

import dev.minato.server.Connection;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.Session;
import dev.minato.server.UdpHandler;
import dev.minato.server.UdpRequest;
import dev.minato.services.exposition.MetricFamily;
import dev.minato.services.ingest.Message.Kind;
import dev.minato.services.lines.ReplyEncoder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The service `metrics-in`: gathers the metrics of StatsD and Graphite lines, counts syslog messages, and
/// shows both as Prometheus text.
///
/// | what comes | how it is told | what it becomes |
/// |---|---|---|
/// | `name:1|c` | a line with a bar | a counter, a gauge, a histogram, or the number of unique values |
/// | `name 1 1700000000` | any other line | a gauge |
/// | `<13>…` | `<` in front, also behind a count | one more message of its facility and severity |
/// | `GET /metrics HTTP/1.1` | the first line of a connection | the answer: all that was gathered |
///
/// Over TCP a line ends with LF or CR LF, and one that the stream's end cuts off is not taken, as its last
/// number may not be whole. Over UDP the end of the datagram ends a line, too. Nothing else is ever
/// answered.
///
/// Whatever is not taken is counted by its reason, and ends no connection. Safe for use by any thread.
public final class MetricsIn implements ConnectionHandler, UdpHandler {
    /// How many different values all sets keep together, within a minute.
    public static final int MAX_UNIQUE_VALUES = SeriesStore.MAX_UNIQUE_VALUES;

    /// How many requests are answered at once.
    public static final int MAX_SCRAPES = Scrapes.MAX_AT_ONCE;

    private static final Duration MAX_EXPIRY = Duration.ofDays(36_500);

    private final SeriesStore series;
    private final LineCounts lines = new LineCounts();
    private final SyslogCounts syslog = new SyslogCounts();
    private final Scrapes scrapes = new Scrapes(this::families);
    private final InstantSource clock;
    private final Datagrams datagrams;

    /// @param maxSeries how many series are kept, at least 1; what would begin another is dropped
    /// @param expiry after which time without a line a series is forgotten; 100 years at most
    /// @param clock tells how old a series is
    public MetricsIn(int maxSeries, Duration expiry, InstantSource clock) {
        long millis = expiry.compareTo(MAX_EXPIRY) < 0 ? expiry.toMillis() : MAX_EXPIRY.toMillis();
        this.series = new SeriesStore(maxSeries, millis);
        this.clock = clock;
        this.datagrams = new Datagrams(intake());
    }

    private Intake intake() {
        return new Intake(series, lines, syslog);
    }

    /// Takes what is in one datagram.
    @Override
    public void handle(UdpRequest request) {
        take(request.data());
    }

    /// Takes what is in the datagram that remains in a buffer.
    void take(ByteBuffer datagram) {
        datagrams.take(datagram, clock.millis());
    }

    /// Takes what comes over one connection, or answers its request.
    @Override
    public void handle(Connection connection) throws Exception {
        Intake intake = intake();
        try (var session = new Session<>(connection, new MessageDecoder(), new ReplyEncoder())) {
            for (var next = session.read(); next.isPresent(); next = session.read()) {
                Message message = next.get();
                if (message.kind() == Kind.HTTP) {
                    scrapes.answer(message, session);
                } else {
                    intake.take(message, clock.millis());
                }
                intake.clear();
            }
        }
    }

    /// Returns all that was gathered, and what became of the lines; series that have expired are forgotten
    /// before.
    public List<MetricFamily> families() {
        long now = clock.millis();
        series.expire(now);
        List<MetricFamily> all = new ArrayList<>();
        all.add(lines.family());
        all.add(syslog.family());
        all.add(MetricFamily.gauge("minato_metrics_in_series", "Series that are kept.", series.size()));
        all.add(MetricFamily.counter(
                "minato_metrics_in_expired_series_total", "Series that nobody sent any more.", series.expired()));
        all.addAll(series.families(now));
        return all;
    }

    /// The intake of datagrams, which several sockets may share.
    private static final class Datagrams {
        private final DatagramReader reader = new DatagramReader();
        private final Intake intake;
        private final DatagramReader.Receiver receiver = this::take;
        private long now;

        Datagrams(Intake intake) {
            this.intake = intake;
        }

        synchronized void take(ByteBuffer datagram, long time) {
            now = time;
            reader.read(datagram, receiver);
            intake.clear();
        }

        private void take(Message message) {
            intake.take(message, now);
        }
    }
}
