package dev.minato.server;

import dev.minato.address.IpNetwork;
import dev.minato.address.SocketAddr;
import dev.minato.codec.LineCodec;
import dev.minato.proxy.ProxyHeader;
import dev.minato.testing.Eventually;
import dev.minato.testing.RawPeer;
import dev.minato.testing.Subprocess;
import dev.minato.testing.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A server of a test behind a real proxy. It answers the first line of a connection with the peer as it sees it,
/// or a check over HTTP with 200, and ends the connection.
final class Backend implements AutoCloseable {
    /// What came: the service, the peer and its header, and the first line.
    record Seen(String service, String peer, ProxyHeader header, String line) {}

    final TcpServer server;
    final Queue<Seen> seen = new ConcurrentLinkedQueue<>();

    /// Listens for two services on TCP ports, `v1` and `v2`, and for `unix` at that path.
    Backend(Path unix) throws IOException {
        server = TcpServer.builder()
                .listen("v1", "127.0.0.1:0", this::handle)
                .listen("v2", "127.0.0.1:0", this::handle)
                .listen(unix, this::handle)
                .proxyProtocol(TrustedProxies.of(IpNetwork.parse("127.0.0.0/8")).andUnix())
                .start();
    }

    SocketAddr v1() {
        return server.localAddresses().get(0);
    }

    SocketAddr v2() {
        return server.localAddresses().get(1);
    }

    private void handle(Connection connection) throws IOException {
        try (var session = new Session<>(connection, LineCodec.utf8(1000))) {
            String line = session.read().orElse("");
            seen.add(new Seen(
                    connection.service(),
                    connection.peerName(),
                    connection.proxyHeader().orElseThrow(),
                    line));
            if (line.contains(" HTTP/")) {
                connection.stream().writeAll(Kit.bytes("HTTP/1.0 200 OK\r\n\r\n"));
            } else {
                session.write(connection.peerName());
            }
        }
    }

    /// Connects, asks, and returns what came last of that service.
    Seen ask(RawPeer peer, String service) throws IOException {
        try (peer) {
            peer.send("who\n");
            String answer = peer.receive(1000).strip();
            return last(service, answer);
        }
    }

    /// As [#ask], over a Unix socket.
    Seen ask(Path path, String service) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            int _ = channel.write(ByteBuffer.wrap(Kit.bytes("who\n")));
            var answer = ByteBuffer.allocate(1000);
            while (channel.read(answer) != -1) {}
            return last(service, new String(answer.array(), 0, answer.position()).strip());
        }
    }

    Seen last(String service, String peer) {
        return seen.stream()
                .filter(it -> it.service().equals(service)
                        && it.peer().equals(peer)
                        && it.line().equals("who"))
                .reduce((_, last) -> last)
                .orElseThrow(() -> new AssertionError(service + " has not seen '" + peer + "'"));
    }

    /// Ports that are free now.
    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket each : held) {
                each.close();
            }
        }
    }

    /// Starts a proxy and waits until it listens there.
    static Subprocess start(SocketAddr listening, String... command) throws Exception {
        Tool.require(command[0]);
        Subprocess proxy = Subprocess.startMerged(List.of(command));
        try {
            Eventually.holds(command[0] + " listens", () -> !proxy.isRunning() || listens(listening));
            if (!proxy.isRunning()) {
                throw new AssertionError(command[0] + ": " + proxy.text());
            }
            return proxy;
        } catch (Throwable failed) {
            proxy.close();
            throw failed;
        }
    }

    private static boolean listens(SocketAddr address) {
        try (var _ = RawPeer.connect(address)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// A key and a certificate for `localhost`, in one file.
    static Path certificate(Path folder) throws IOException {
        Path file = folder.resolve("pem");
        String _ = Tool.output(
                "",
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-keyout",
                folder + "/key",
                "-out",
                folder + "/cert");
        Files.writeString(file, Files.readString(folder.resolve("cert")) + Files.readString(folder.resolve("key")));
        return file;
    }

    @Override
    public void close() {
        server.close();
    }
}
