package dev.minato.bench;

import static dev.minato.bench.Protocol.PROXY;
import static dev.minato.bench.Protocol.TCP;
import static dev.minato.bench.Protocol.TLS;
import static dev.minato.bench.Protocol.UDP;

import java.util.List;
import java.util.stream.Stream;

/// The shape of a load: the number of clients, and of messages that each has in flight.
///
/// @param name what `--shapes` matches
/// @param title the head of a column
/// @param clients connections, or sockets
/// @param inFlight messages that each keeps in flight; 0 if each message has a connection of its own
/// @param bytes the length of a message
record Shape(String name, String title, Protocol protocol, int clients, int inFlight, int bytes) {
    /// The usual case: what a server is warmed up with.
    static final Shape TCP_64 = new Shape("tcp-64", "64 conn.", TCP, 64, 1, 64);

    static final Shape TCP_1 = new Shape("tcp-1", "1 conn.", TCP, 1, 1, 64);
    static final Shape TCP_LARGE = new Shape("tcp-64-16k", "64 conn., 16 KiB", TCP, 64, 1, 16 * 1024);
    static final Shape UDP_1 = new Shape("udp-1", "1 socket", UDP, 1, 1, 64);
    static final Shape UDP_64 = new Shape("udp-64", "64 sockets", UDP, 64, 1, 64);
    static final Shape TCP_BATCHES = new Shape("tcp-64x16", "64 conn. × 16", TCP, 64, 16, 64);
    static final Shape UDP_BATCHES = new Shape("udp-16x32", "16 sockets × 32", UDP, 16, 32, 64);
    static final Shape TCP_1000 = new Shape("tcp-1000", "1,000 conn.", TCP, 1000, 1, 64);

    /// Each message has a connection of its own, which its client closes when it has the answer.
    static final Shape TCP_CONNECT = new Shape("tcp-connect", "64 × connect", TCP, 64, 0, 64);

    /// Each message is more than socket buffers hold.
    static final Shape TCP_HUGE = new Shape("tcp-64-1m", "64 conn., 1 MiB", TCP, 64, 1, 1 << 20);

    static final Shape PROXY_LARGE = new Shape("proxy-64-16k", "64 conn., 16 KiB", PROXY, 64, 1, 16 * 1024);
    static final Shape PROXY_HUGE = new Shape("proxy-64-1m", "64 conn., 1 MiB", PROXY, 64, 1, 1 << 20);

    static final Shape TCP_10000 = new Shape("tcp-10000", "10,000 conn.", TCP, 10_000, 1, 64);

    static final Shape TLS_SMALL = new Shape("tls-64", "64 conn., 1 KiB", TLS, 64, 1, 1024);
    static final Shape TLS_SMALL_BATCHES = new Shape("tls-64x16", "64 conn. × 16, 1 KiB", TLS, 64, 16, 1024);
    static final Shape TLS_LARGE = new Shape("tls-64-16k", "64 conn., 16 KiB", TLS, 64, 1, 16 * 1024);
    static final Shape TLS_LARGE_BATCHES = new Shape("tls-64x16-16k", "64 conn. × 16, 16 KiB", TLS, 64, 16, 16 * 1024);

    /// Each message has a connection and a whole handshake of its own.
    static final Shape TLS_HANDSHAKE = new Shape("tls-handshake", "64 × handshake", TLS, 64, 0, 64);

    /// Each message has a connection of its own, which resumes the session of the client's connection before.
    static final Shape TLS_RESUMED = new Shape("tls-resumed", "64 × resumed", TLS, 64, 0, 64);

    /// In the order of the tables' columns.
    static final List<Shape> ALL = List.of(TCP_1, TCP_64, TCP_1000, TCP_BATCHES, TCP_LARGE, UDP_1, UDP_64, UDP_BATCHES);

    /// Those that run only if `--shapes` names them.
    private static final List<Shape> ASKED = List.of(TCP_HUGE, TCP_CONNECT, TCP_10000);

    private static final List<Shape> THROUGH_PROXIES = List.of(PROXY_LARGE, PROXY_HUGE);

    /// Those of `bench/run tls`.
    static final List<Shape> OVER_TLS =
            List.of(TLS_SMALL, TLS_SMALL_BATCHES, TLS_LARGE, TLS_LARGE_BATCHES, TLS_HANDSHAKE, TLS_RESUMED);

    private static final List<Shape> QUICK = List.of(TCP_64, TCP_BATCHES, UDP_64);

    static List<Shape> chosen(Options options) {
        if (options.shapes().isEmpty()) {
            return options.quick() ? QUICK : ALL;
        }
        return all().filter(shape -> options.hasShape(shape.name())).toList();
    }

    /// In the order of the tables' columns.
    static Stream<Shape> all() {
        return Stream.of(ALL, ASKED, THROUGH_PROXIES, OVER_TLS).flatMap(List::stream);
    }

    /// Whether each connection resumes the session of another.
    boolean resumes() {
        return equals(TLS_RESUMED);
    }

    /// Whether there is a connection for each message.
    boolean connectsAnew() {
        return inFlight == 0;
    }
}
