package dev.minato.services;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The services that there are.
public final class Services {
    private static final OptionalInt NONE = OptionalInt.empty();

    private static final List<ServiceInfo> ALL = List.of(
            new ServiceInfo("echo", port(7878), port(9000), "sends back what it gets"),
            new ServiceInfo("line", port(7879), NONE, "sends each line back in upper case; quit ends"),
            new ServiceInfo("count", port(7880), NONE, "counts the bytes to the end, then says how many"),
            new ServiceInfo("kv", port(7881), NONE, "keeps values: SET key value, GET key, QUIT"),
            new ServiceInfo("hello", port(7882), NONE, "says Hello, World! over HTTP/1.1"),
            new ServiceInfo("time", NONE, port(9001), "answers TIME with the seconds since 1970"),
            new ServiceInfo("reverse", NONE, port(34254), "sends a datagram's bytes back in reverse order"));

    private Services() {}

    private static OptionalInt port(int number) {
        return OptionalInt.of(number);
    }

    /// All of them, in the order in which people are shown them.
    public static List<ServiceInfo> all() {
        return ALL;
    }

    /// The one of that name, in lower case; empty if there is none.
    public static Optional<ServiceInfo> named(String name) {
        return ALL.stream().filter(service -> service.name().equals(name)).findFirst();
    }

    /// A new service of that name, which [#named] has a TCP port for.
    static TcpService tcp(String name, Limits limits) {
        return switch (name) {
            case "echo" -> new EchoService();
            case "line" -> new LineService(limits.maxLine(), limits.requestTimeout());
            case "count" -> new CountService();
            case "kv" -> new KeyValueService(limits.maxLine(), limits.kvMaxBytes(), limits.requestTimeout());
            case "hello" -> new HelloService(limits.requestTimeout());
            default -> throw new AssertionError("no TCP service: " + name);
        };
    }

    /// A new service of that name, which [#named] has a UDP port for.
    static UdpService udp(String name, InstantSource clock) {
        return switch (name) {
            case "echo" -> new EchoDatagrams();
            case "time" -> new TimeDatagrams(clock);
            case "reverse" -> new ReverseDatagrams();
            default -> throw new AssertionError("no UDP service: " + name);
        };
    }
}
