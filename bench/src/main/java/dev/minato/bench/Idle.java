package dev.minato.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Memory of a server process for each connection that is open, was used once, and is silent.
///
/// The difference between two states after a forced collection, so that what the process needs anyway drops
/// out. Before it, as many connections come and go: the stack of a waiting virtual thread is memory too, and
/// frames of code that is not compiled yet are several times as large, which says nothing about a server that
/// has been running for a minute. The young generation is fixed and touched from the start, and the old one
/// shrinks to what is alive, so that the process's memory follows what the connections hold.
final class Idle {
    private static final int FIRST = 100;
    private static final int COME_AND_GO = 15_000;
    private static final List<Integer> STEPS = List.of(1_000, 10_000);
    private static final int MESSAGE = 64;
    private static final int SMALL = 256;
    private static final int LARGE = 16 * 1024;
    private static final Set<String> SLOW_OR_ALIKE = Set.of("jdk-platform", "netty-nio");
    private static final String HOLDING = "%,d bytes";
    private static final List<String> JVM_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+AlwaysPreTouch",
            "-Xmn8m",
            "-Xms9m",
            "-XX:MinHeapFreeRatio=5",
            "-XX:MaxHeapFreeRatio=10");

    private static final int SPARE_DESCRIPTORS = 200;

    private final Options options;
    private final Tools tools;
    private final List<Integer> steps = STEPS.stream()
            .filter(step -> step + SPARE_DESCRIPTORS < Machine.descriptors())
            .toList();
    private final Finding finding = new Finding("Idle connections: bytes of process memory for each", head(steps));

    Idle(Options options, Tools tools) {
        this.options = options;
        this.tools = tools;
    }

    /// A server, and what its connections hold while they wait.
    private record Case(Candidate candidate, String held) {}

    private static List<String> head(List<Integer> steps) {
        List<String> head = new ArrayList<>(List.of("server", "held while waiting"));
        steps.forEach(step -> head.add("%,d conn.".formatted(step)));
        return head;
    }

    /// What the goals speak of, and a few peers.
    Finding ofMinato() throws InterruptedException {
        return measure(cases().stream()
                .filter(each -> !SLOW_OR_ALIKE.contains(each.candidate.name()))
                .filter(each -> !each.held.equals(HOLDING.formatted(LARGE)))
                .toList());
    }

    Finding ofAll() throws InterruptedException {
        return measure(cases());
    }

    private Finding measure(List<Case> cases) throws InterruptedException {
        for (Case each : cases) {
            if (options.hasName(each.candidate.name())) {
                finding.measure(each.candidate.name() + ", holding " + each.held, () -> measure(each));
            }
        }
        return finding;
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String mode : List.of("minato-local", "minato-shared", "minato-jdk")) {
            cases.add(new Case(Candidates.named(Protocol.TCP, mode + "-waiting"), "nothing"));
            cases.add(new Case(Candidates.named(Protocol.TCP, mode + "-framed"), "what Framed holds"));
            cases.add(holding(mode, SMALL));
            cases.add(holding(mode, LARGE));
        }
        cases.add(holding("jdk-virtual", SMALL));
        cases.add(holding("jdk-virtual", LARGE));
        cases.add(holding("jdk-platform", LARGE));
        cases.add(new Case(Candidates.named(Protocol.TCP, "nio-selector"), "nothing"));
        for (String name : List.of("netty-nio", "netty-epoll", "netty-io_uring")) {
            cases.add(new Case(Candidates.named(Protocol.TCP, name), "nothing"));
        }
        cases.add(new Case(Candidates.named(Protocol.TCP, "rust-threads"), HOLDING.formatted(LARGE)));
        cases.add(new Case(Candidates.named(Protocol.TCP, "node"), "nothing"));
        return cases;
    }

    private static Case holding(String name, int buffer) {
        Candidate plain = Candidates.named(Protocol.TCP, name);
        List<String> arguments = new ArrayList<>(plain.arguments());
        arguments.add("buffer=" + buffer);
        Candidate candidate = new Candidate(name, plain.protocol(), plain.turn(), plain.kind(), arguments);
        return new Case(candidate, HOLDING.formatted(buffer));
    }

    private void measure(Case each) throws IOException, SkippedException {
        String name = each.candidate.name();
        List<SocketChannel> open = new ArrayList<>();
        try (Server server = Server.start(each.candidate, tools, Pass.ONE_CORE.cores, JVM_FLAGS)) {
            List<String> row = new ArrayList<>(List.of(name, each.held));
            comeAndGo(open, server);
            grow(open, FIRST, server);
            long before = settled(server, each.candidate);
            for (int step : steps) {
                grow(open, FIRST + step, server);
                long bytes = (settled(server, each.candidate) - before) / step;
                row.add("%,d".formatted(bytes));
                finding.figure(name + " " + each.held + " " + step, (double) bytes);
            }
            finding.row(row);
        } finally {
            closeAll(open);
        }
    }

    private static void comeAndGo(List<SocketChannel> open, Server server) throws IOException {
        var buffer = ByteBuffer.allocateDirect(MESSAGE);
        for (int gone = 0; gone < COME_AND_GO; gone += FIRST) {
            grow(open, FIRST, server);
            for (SocketChannel connection : open) {
                exchange(connection, buffer);
                exchange(connection, buffer);
            }
            closeAll(open);
            open.clear();
        }
    }

    /// Opens connections until there are so many, each with one message there and back.
    private static void grow(List<SocketChannel> open, int count, Server server) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        var buffer = ByteBuffer.allocateDirect(MESSAGE);
        while (open.size() < count) {
            SocketChannel connection = SocketChannel.open(address);
            open.add(connection);
            exchange(connection, buffer);
        }
    }

    private static void exchange(SocketChannel connection, ByteBuffer buffer) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining()) {
            buffer.put((byte) (buffer.remaining() == 1 ? '\n' : 'x'));
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            connection.write(buffer);
        }
        buffer.clear();
        while (buffer.hasRemaining()) {
            if (connection.read(buffer) < 0) {
                throw new IOException("the server ended the connection");
            }
        }
    }

    private static long settled(Server server, Candidate candidate) throws IOException {
        if (candidate.kind() == Candidate.Kind.JAVA) {
            server.collect();
        }
        return server.residentBytes();
    }

    private static void closeAll(List<SocketChannel> open) {
        for (SocketChannel connection : open) {
            try {
                connection.close();
            } catch (IOException e) {
                throw new AssertionError("closing a socket does not fail", e);
            }
        }
    }
}
