package dev.minato.services;

import dev.minato.server.ConnectionHandler;
import dev.minato.server.UdpHandler;
import dev.minato.services.chat.ChatService;
import dev.minato.services.datagram.EchoDatagrams;
import dev.minato.services.datagram.ReverseDatagrams;
import dev.minato.services.datagram.TimeDatagrams;
import dev.minato.services.hello.HelloService;
import dev.minato.services.ingest.MetricsIn;
import dev.minato.services.kv.KeyValueService;
import dev.minato.services.line.LineService;
import dev.minato.services.stream.CountService;
import dev.minato.services.stream.EchoService;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// The catalogue of services.
public final class Services {
    private static final OptionalInt NONE = OptionalInt.empty();

    private static final List<ServiceInfo> ALL = List.of(
            new ServiceInfo("echo", port(7878), port(9000), "sends back what it receives"),
            new ServiceInfo("line", port(7879), NONE, "sends each line back in upper case; quit ends"),
            new ServiceInfo("count", port(7880), NONE, "counts bytes until the end, then replies the total"),
            new ServiceInfo("kv", port(7881), NONE, "stores values: SET key value, GET key, QUIT"),
            new ServiceInfo("hello", port(7882), NONE, "answers Hello, World! over HTTP/1.1"),
            new ServiceInfo("time", NONE, port(9001), "answers TIME with the seconds since 1970"),
            new ServiceInfo("reverse", NONE, port(34254), "sends a datagram's bytes back in reverse order"),
            new ServiceInfo("chat", port(7884), NONE, "rooms for people with nicknames", true),
            new ServiceInfo("metrics-in", port(8125), port(8125), "StatsD, Graphite, syslog to Prometheus", true),
            new ServiceInfo("game", NONE, port(7885), "a game, 60 ticks a second", true),
            new ServiceInfo("dns", port(5300), port(5300), "a forwarding cache for names", true));

    private Services() {}

    private static OptionalInt port(int number) {
        return OptionalInt.of(number);
    }

    /// Returns all services, in display order; also those that are served only when they are named.
    public static List<ServiceInfo> all() {
        return ALL;
    }

    /// Returns the service of that name, which is in lower case; empty if there is none.
    public static Optional<ServiceInfo> named(String name) {
        Objects.requireNonNull(name, "name");
        return ALL.stream().filter(service -> service.name().equals(name)).findFirst();
    }

    /// Returns an instance of that service, which must be served over TCP, and is not `dns`: a new one, or
    /// `metricsIn`, whose datagrams and connections share what they gather.
    static ConnectionHandler tcp(String name, Limits limits, InstantSource clock, MetricsIn metricsIn) {
        return switch (name) {
            case "echo" -> new EchoService();
            case "line" -> new LineService(limits.maxLine());
            case "count" -> new CountService();
            case "kv" -> new KeyValueService(limits.maxLine(), limits.kvMaxBytes());
            case "hello" -> new HelloService();
            case "chat" -> new ChatService(limits.chat(), clock);
            case "metrics-in" -> metricsIn;
            default -> throw new AssertionError("no TCP service of its own: " + name);
        };
    }

    /// Returns an instance of that service, which must be served over UDP and answer datagrams one by one, as all do
    /// but `game`; as [#tcp].
    static UdpHandler udp(String name, InstantSource clock, MetricsIn metricsIn) {
        return switch (name) {
            case "echo" -> new EchoDatagrams();
            case "time" -> new TimeDatagrams(clock);
            case "reverse" -> new ReverseDatagrams();
            case "metrics-in" -> metricsIn;
            default -> throw new AssertionError("no UDP service: " + name);
        };
    }
}
