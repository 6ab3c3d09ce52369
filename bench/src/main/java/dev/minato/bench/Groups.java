package dev.minato.bench;

import dev.minato.bench.Group.Comparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is compared with what in `bench/run peers`.
final class Groups {
    private static final double SETTLE = 0.15;

    /// The buffer of each connection, where a message is as large as the usual one: that of `c-epoll`.
    private static final String AS_LARGE_AS_C = "buffer=65536";

    /// What many connections need until all of them have had a message.
    private static final double SETTLE_MANY = 0.3;

    private static final double SETTLE_VERY_MANY = 1;
    private static final int MANY = 1_000;
    private static final int VERY_MANY = 10_000;

    private static final String[] STREAMS = {
        "c-epoll",
        "c-uring",
        "minato-local",
        "minato-local-ring",
        "minato-shared",
        "minato-jdk",
        "jdk-virtual",
        "nio-selector",
        "netty-nio",
        "netty-epoll",
        "netty-io_uring",
        "jetty",
        "helidon",
        "tokio"
    };
    private static final String[] LARGE = {
        "c-epoll",
        "minato-local",
        "minato-local-ring",
        "minato-shared",
        "jdk-virtual",
        "netty-epoll",
        "netty-io_uring",
        "tokio"
    };
    private static final String[] CONNECTING = {
        "c-epoll",
        "c-uring",
        "minato-local",
        "minato-local-ring",
        "minato-shared",
        "jdk-virtual",
        "netty-nio",
        "netty-epoll",
        "netty-io_uring"
    };
    private static final String[] GROWING = {
        "c-epoll", "minato-local", "minato-local-ring", "minato-shared", "jdk-virtual", "netty-epoll"
    };
    private static final String[] TWO_CORES = {
        "c-epoll",
        "minato-local",
        "minato-local-ring",
        "minato-shared",
        "jdk-virtual",
        "netty-nio-2",
        "netty-epoll-2",
        "netty-io_uring-2"
    };
    private static final String[] DATAGRAMS = {
        "c-recvfrom",
        "c-recvmmsg",
        "minato-local",
        "minato-local-batch",
        "minato-local-ring",
        "minato-local-ring-batch",
        "minato-shared",
        "jdk-virtual",
        "jdk-platform",
        "netty-epoll",
        "tokio"
    };
    private static final String[] PROXIES = {
        "c-splice", "minato-local", "minato-local-ring", "minato-shared", "haproxy", "socat"
    };

    private final Options options;
    private final boolean canGrow;

    /// Without 10,000 connections where there are no descriptors for them.
    Groups(Options options, boolean canGrow) {
        this.options = options;
        this.canGrow = canGrow;
    }

    /// Those that the options leave something of.
    List<Group> chosen() {
        return Stream.of(streams(), largeMessages(), twoCores(), datagrams(), proxies())
                .filter(group -> !group.comparisons().isEmpty())
                .toList();
    }

    private Group streams() {
        List<Comparison> comparisons = new ArrayList<>();
        add(comparisons, Shape.TCP_64, STREAMS);
        add(comparisons, Shape.TCP_1000, STREAMS);
        add(comparisons, Shape.TCP_BATCHES, STREAMS);
        add(comparisons, Shape.TCP_CONNECT, CONNECTING);
        if (canGrow) {
            add(comparisons, Shape.TCP_10000, GROWING);
        }
        return Group.plain(Pass.ONE_CORE, comparisons);
    }

    private Group largeMessages() {
        List<Comparison> comparisons = new ArrayList<>();
        add(comparisons, Shape.TCP_LARGE, LARGE);
        add(comparisons, Shape.TCP_HUGE, LARGE);
        return new Group(Pass.ONE_CORE, Optional.empty(), List.of(AS_LARGE_AS_C), comparisons);
    }

    private Group twoCores() {
        List<Comparison> comparisons = new ArrayList<>();
        add(comparisons, Shape.TCP_64, TWO_CORES);
        add(comparisons, Shape.TCP_1000, TWO_CORES);
        return Group.plain(Pass.TWO_CORES, comparisons);
    }

    private Group datagrams() {
        List<Comparison> comparisons = new ArrayList<>();
        add(comparisons, Shape.UDP_64, DATAGRAMS);
        add(comparisons, Shape.UDP_BATCHES, DATAGRAMS);
        return Group.plain(Pass.ONE_CORE, comparisons);
    }

    private Group proxies() {
        List<Comparison> comparisons = new ArrayList<>();
        add(comparisons, Shape.PROXY_LARGE, PROXIES);
        add(comparisons, Shape.PROXY_HUGE, PROXIES);
        Candidate behind = Candidates.named(Protocol.TCP, "c-epoll");
        return new Group(Pass.ONE_CORE, Optional.of(behind), List.of(), comparisons);
    }

    private void add(List<Comparison> comparisons, Shape shape, String... names) {
        List<Candidate> candidates = Arrays.stream(names)
                .map(name -> Candidates.named(shape.protocol(), name))
                .filter(candidate -> options.hasName(candidate.name()))
                .toList();
        if (options.hasShape(shape.name()) && !candidates.isEmpty()) {
            comparisons.add(new Comparison(shape, settle(shape), candidates));
        }
    }

    private static double settle(Shape shape) {
        return shape.clients() >= VERY_MANY ? SETTLE_VERY_MANY : shape.clients() >= MANY ? SETTLE_MANY : SETTLE;
    }
}
