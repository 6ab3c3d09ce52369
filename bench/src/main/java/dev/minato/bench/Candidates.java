package dev.minato.bench;

import static dev.minato.bench.Candidate.Kind.JAVA;
import static dev.minato.bench.Candidate.Kind.NATIVE;
import static dev.minato.bench.Candidate.Kind.NODE;
import static dev.minato.bench.Candidate.Kind.RUST;
import static dev.minato.bench.Candidate.Kind.SCRIPT;
import static dev.minato.bench.Candidate.Kind.TLS_PROXY;
import static dev.minato.bench.Candidate.Kind.TOKIO;
import static dev.minato.bench.Candidate.Turn.ASKED;
import static dev.minato.bench.Candidate.Turn.EVERY;
import static dev.minato.bench.Candidate.Turn.FIRST;
import static dev.minato.bench.Protocol.PROXY;
import static dev.minato.bench.Protocol.TCP;
import static dev.minato.bench.Protocol.TLS;
import static dev.minato.bench.Protocol.UDP;

import dev.minato.bench.Candidate.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The servers that can be measured. Those that a goal is about take part in every round, the rest of the
/// peers in the first.
final class Candidates {
    static final List<Candidate> ALL = Stream.of(tcp(), variants(), udp(), tls(), proxies())
            .flatMap(List::stream)
            .toList();

    private static final String ECDSA = "ecdsa";
    private static final String RSA = "rsa";
    private static final String PACKAGE = "dev.minato.bench.server.";

    private Candidates() {}

    /// Those that the options choose, of TCP and UDP; those over TLS are [Tls]'s, and proxies [Peers]'.
    static List<Candidate> chosen(Options options) {
        return ALL.stream()
                .filter(candidate -> candidate.protocol() == TCP || candidate.protocol() == UDP)
                .filter(options::takes)
                .toList();
    }

    /// Those with these names, and of these those that the options choose; in this order.
    static List<Candidate> named(Options options, Protocol protocol, String... names) {
        return Arrays.stream(names)
                .map(name -> named(protocol, name))
                .filter(candidate -> options.hasName(candidate.name()))
                .toList();
    }

    static Candidate named(Protocol protocol, String name) {
        return ALL.stream()
                .filter(candidate ->
                        candidate.protocol() == protocol && candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no candidate " + name));
    }

    private static List<Candidate> tcp() {
        return List.of(
                new Candidate("c-epoll", TCP, EVERY, NATIVE, List.of("echo_epoll")),
                new Candidate("c-uring", TCP, FIRST, NATIVE, List.of("echo_uring")),
                minato("minato-local", TCP, EVERY, "linux", "local", "MinatoEcho"),
                ring("minato-local-ring", TCP, "local", "MinatoEcho"),
                minato("minato-shared", TCP, EVERY, "linux", "shared", "MinatoEcho"),
                minato("minato-jdk", TCP, EVERY, "jdk", "shared", "MinatoEcho"),
                java("jdk-virtual", TCP, EVERY, "JdkVirtualThreads"),
                java("jdk-platform", TCP, FIRST, "JdkPlatformThreads"),
                java("nio-selector", TCP, EVERY, "NioSelector"),
                java("netty-nio", TCP, FIRST, "NettyEcho", "NIO"),
                java("netty-epoll", TCP, EVERY, "NettyEcho", "EPOLL"),
                java("netty-io_uring", TCP, EVERY, "NettyEcho", "IO_URING"),
                java("jetty", TCP, FIRST, "JettyEcho"),
                java("helidon", TCP, FIRST, "HelidonEcho"),
                new Candidate("tokio", TCP, FIRST, TOKIO, List.of("tcp")),
                new Candidate("rust-threads", TCP, FIRST, RUST, List.of("tcp")),
                new Candidate("node", TCP, FIRST, NODE, List.of("echo.js", "tcp")));
    }

    /// Other ways to use the same, which answer one question each.
    private static List<Candidate> variants() {
        List<Candidate> variants = new ArrayList<>();
        variants.add(new Candidate("c-epoll-level", TCP, ASKED, NATIVE, List.of("echo_epoll", "level")));
        for (String mode : List.of("local", "shared", "jdk")) {
            String platform = mode.equals("jdk") ? "jdk" : "linux";
            String scheduling = mode.equals("local") ? "local" : "shared";
            String name = "minato-" + mode;
            variants.add(minato(name + "-waiting", TCP, ASKED, platform, scheduling, "MinatoWaitingEcho"));
            variants.add(minato(name + "-framed", TCP, ASKED, platform, scheduling, "MinatoFramed"));
            variants.add(minato(name + "-kit", TCP, ASKED, platform, scheduling, "MinatoKit"));
            variants.add(minato(name + "-kit-metrics", TCP, ASKED, platform, scheduling, "MinatoKit", "metrics"));
            variants.add(minato(name + "-kit-dashboard", TCP, ASKED, platform, scheduling, "MinatoKit", "dashboard"));
            variants.add(minato(name + "-kit-jfr", TCP, ASKED, platform, scheduling, "MinatoKit", "metrics", "jfr"));
            variants.add(minato(name + "-timeout", TCP, ASKED, platform, scheduling, "MinatoEcho", "timeout"));
            variants.add(minato(name + "-services", TCP, ASKED, platform, scheduling, "MinatoServices"));
        }
        for (String transport : List.of("nio", "epoll", "io_uring")) {
            String name = "netty-" + transport + "-2";
            variants.add(java(name, TCP, ASKED, "NettyEcho", transport.toUpperCase(Locale.ROOT), "loops=2"));
        }
        variants.add(java("netty-epoll-lines", TCP, ASKED, "NettyEcho", "EPOLL", "lines"));
        variants.add(java("netty-io_uring-lines", TCP, ASKED, "NettyEcho", "IO_URING", "lines"));
        return variants;
    }

    private static List<Candidate> udp() {
        return List.of(
                new Candidate("c-recvfrom", UDP, EVERY, NATIVE, List.of("echo_udp")),
                new Candidate("c-recvmmsg", UDP, EVERY, NATIVE, List.of("echo_udp", "--batch")),
                new Candidate("c-segments", UDP, ASKED, NATIVE, List.of("echo_udp", "--segments")),
                minato("minato-local", UDP, EVERY, "linux", "local", "MinatoUdp"),
                minato("minato-local-batch", UDP, EVERY, "linux", "local", "MinatoUdp", "batch"),
                ring("minato-local-ring", UDP, "local", "MinatoUdp"),
                ring("minato-local-ring-batch", UDP, "local", "MinatoUdp", "batch"),
                minato("minato-local-segments", UDP, ASKED, "linux", "local", "MinatoUdp", "segments"),
                minato("minato-local-server", UDP, EVERY, "linux", "local", "MinatoUdpServer"),
                minato("minato-shared", UDP, EVERY, "linux", "shared", "MinatoUdp"),
                minato("minato-jdk", UDP, EVERY, "jdk", "shared", "MinatoUdp"),
                java("jdk-virtual", UDP, FIRST, "JdkUdp", "virtual"),
                java("jdk-platform", UDP, FIRST, "JdkUdp"),
                java("netty-nio", UDP, FIRST, "NettyUdp", "NIO"),
                java("netty-epoll", UDP, EVERY, "NettyUdp", "EPOLL"),
                java("netty-epoll-segments", UDP, ASKED, "NettyUdp", "EPOLL", "segments"),
                java("netty-io_uring", UDP, FIRST, "NettyUdp", "IO_URING"),
                new Candidate("tokio", UDP, FIRST, TOKIO, List.of("udp")),
                new Candidate("rust-threads", UDP, FIRST, RUST, List.of("udp")),
                new Candidate("node", UDP, ASKED, NODE, List.of("echo.js", "udp")));
    }

    private static List<Candidate> tls() {
        return List.of(
                new Candidate("c-openssl", TLS, EVERY, NATIVE, List.of("echo_tls", ECDSA)),
                minato("minato-local", TLS, EVERY, "linux", "local", "MinatoTls", ECDSA),
                minato("minato-shared", TLS, EVERY, "linux", "shared", "MinatoTls", ECDSA),
                minato("minato-jdk", TLS, EVERY, "jdk", "shared", "MinatoTls", ECDSA),
                java("netty-jdk", TLS, EVERY, "NettyTls", "JDK", ECDSA),
                java("netty-boring", TLS, EVERY, "NettyTls", "OPENSSL", ECDSA),
                java("jdk-sslsocket", TLS, FIRST, "JdkTls", ECDSA),
                new Candidate("nginx", TLS, FIRST, TLS_PROXY, List.of("nginx", ECDSA)),
                new Candidate("stunnel", TLS, FIRST, TLS_PROXY, List.of("stunnel", ECDSA)),
                minato("minato-local-waiting", TLS, FIRST, "linux", "local", "MinatoTls", ECDSA, "waiting"),
                minato("minato-local-kit", TLS, FIRST, "linux", "local", "MinatoKit", "tls"),
                minato("minato-shared-kit", TLS, FIRST, "linux", "shared", "MinatoKit", "tls"),
                new Candidate("c-openssl" + Candidate.RSA, TLS, FIRST, NATIVE, List.of("echo_tls", RSA)),
                minato("minato-local" + Candidate.RSA, TLS, FIRST, "linux", "local", "MinatoTls", RSA),
                java("netty-jdk" + Candidate.RSA, TLS, FIRST, "NettyTls", "JDK", RSA),
                java("netty-boring" + Candidate.RSA, TLS, FIRST, "NettyTls", "OPENSSL", RSA));
    }

    /// Each is told the port of the echo behind it when it starts.
    private static List<Candidate> proxies() {
        return List.of(
                new Candidate("c-splice", PROXY, EVERY, NATIVE, List.of("proxy_splice")),
                minato("minato-local", PROXY, EVERY, "linux", "local", "MinatoProxy"),
                ring("minato-local-ring", PROXY, "local", "MinatoProxy"),
                minato("minato-shared", PROXY, EVERY, "linux", "shared", "MinatoProxy"),
                new Candidate("haproxy", PROXY, EVERY, SCRIPT, List.of("tcp-proxy", "haproxy")),
                new Candidate("socat", PROXY, EVERY, SCRIPT, List.of("tcp-proxy", "socat")));
    }

    private static Candidate java(String name, Protocol protocol, Turn turn, String type, String... arguments) {
        List<String> command = new ArrayList<>(List.of(PACKAGE + type));
        command.addAll(List.of(arguments));
        return new Candidate(name, protocol, turn, JAVA, command);
    }

    /// On a ring where the platform has one; on another polling it is skipped.
    private static Candidate ring(String name, Protocol protocol, String scheduling, String type, String... arguments) {
        Candidate plain = minato(name, protocol, EVERY, "linux", scheduling, type, arguments);
        List<String> command = new ArrayList<>(List.of("-Dminato.polling=ring"));
        command.addAll(plain.arguments());
        return new Candidate(name, protocol, EVERY, JAVA, command);
    }

    private static Candidate minato(
            String name,
            Protocol protocol,
            Turn turn,
            String platform,
            String scheduling,
            String type,
            String... arguments) {
        List<String> command = new ArrayList<>();
        command.add("-Dminato.platform=" + platform);
        command.add("-Dminato.scheduling=" + scheduling);
        command.add(PACKAGE + type);
        command.addAll(List.of(arguments));
        return new Candidate(name, protocol, turn, JAVA, command);
    }
}
