package dev.minato.bench.server;

import dev.minato.codec.LineCodec;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.ServerMetrics;
import dev.minato.server.ServerObserver;
import dev.minato.server.TcpServer;
import dev.minato.tls.TlsAcceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;

/// The TCP server of Minato's kit with every limit and every timeout on, lines as messages, each of which is sent
/// back: `MinatoKit [max=20000] [tls] [metrics] [jfr] [dashboard]`.
///
/// `max=N` is how many connections it takes at once; no limit but that one is ever reached. `tls` encrypts, with the
/// certificate whose key is on P-256. `metrics` counts, and takes the time of each request; `jfr` has the flight
/// recorder take all events of Minato, `dashboard` has a browser look at the page, which is one that reads what comes
/// and
/// draws nothing.
final class MinatoKit {
    private static final int MAX_LINE = 64 * 1024;
    private static final int MANY = 1_000_000;
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final List<String> EVENTS = List.of(
            "ConnectionOpened",
            "ConnectionClosed",
            "ConnectionRefused",
            "TlsHandshake",
            "AcceptDelayed",
            "HandlerStalled");

    private MinatoKit() {}

    private static ServerObserver observer(String[] arguments, Watching watching) {
        if (Arguments.has(arguments, "dashboard")) {
            return watching.observer();
        }
        return Arguments.has(arguments, "metrics") ? new ServerMetrics() : ServerObserver.SILENT;
    }

    /// Records until the process ends.
    @SuppressWarnings("resource")
    private static void record() {
        var recording = new Recording();
        EVENTS.forEach(event -> {
            var _ = recording.enable("dev.minato." + event);
        });
        recording.start();
    }

    public static void main(String[] arguments) throws Exception {
        MinatoServer.checkPlatform();
        if (Arguments.has(arguments, "jfr")) {
            record();
        }
        ConnectionHandler lines = ConnectionHandler.<ByteBuffer, ByteBuffer>ofRequests(
                () -> LineCodec.bytes(MAX_LINE), (line, session) -> session.write(line));
        ConnectionHandler echo = Arguments.has(arguments, "tls")
                ? ConnectionHandler.overTls(
                        TlsAcceptor.of(Certificate.named("ecdsa").identity()), lines)
                : lines;
        var watching = new Watching();
        try (var server = TcpServer.builder()
                .maxConnections(Arguments.number(arguments, "max", 20_000))
                .maxConnectionsPerAddress(MANY)
                .maxAcceptRate(MANY)
                .firstByteTimeout(LONG)
                .requestTimeout(LONG)
                .idleTimeout(LONG)
                .writeTimeout(LONG)
                .maxLifetime(LONG.multipliedBy(10))
                .observer(observer(arguments, watching))
                .listen("echo", "127.0.0.1:0", echo)
                .start()) {
            if (Arguments.has(arguments, "dashboard")) {
                watching.open(server);
            }
            Control.ready(server.localAddresses().getFirst().port());
            var _ = server.drainAtSignal(Duration.ZERO);
        }
    }
}
