package dev.minato.services.dashboard;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.address.IpNetwork;
import dev.minato.error.NetException;
import dev.minato.server.AccessList;
import dev.minato.server.Refusal;
import dev.minato.server.ServerMetrics;
import dev.minato.server.ServerObserver;
import dev.minato.services.Binding;
import dev.minato.services.Limits;
import dev.minato.services.Protocol;
import dev.minato.services.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A server of `echo` and `kv`, its dashboard, and clients that come from addresses of their own. 127.0.0.66
/// is not let in.
final class Scene implements AutoCloseable {
    static final int ECHO = 0;
    static final int KV = 1;
    static final String DENIED = "127.0.0.66";

    final ServerMetrics metrics = new ServerMetrics();
    final ConnectionHistory history = new ConnectionHistory();
    final Server server;
    final Dashboard dashboard;

    /// The peers that were refused, once the history knows of them.
    private final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();

    private Scene(Limits limits) throws NetException {
        var bindings = List.of(
                new Binding("echo", Protocol.TCP, "127.0.0.1:0"),
                new Binding("kv", Protocol.TCP, "127.0.0.1:0"),
                new Binding("echo", Protocol.UDP, "127.0.0.1:0"));
        var denied = AccessList.OPEN.deny(List.of(IpNetwork.parse(DENIED)));
        server = Server.open(
                bindings, limits.withAccess(denied), ServerObserver.all(List.of(metrics, history, new ServerObserver() {
                    @Override
                    public void refused(Refusal refusal) {
                        refusals.add(refusal.peer());
                    }
                })));
        dashboard = Dashboard.open("127.0.0.1:0", server, metrics, history);
    }

    static Scene open() throws NetException {
        return new Scene(Limits.DEFAULT);
    }

    static Scene open(Limits limits) throws NetException {
        return new Scene(limits);
    }

    InetSocketAddress address(int service) {
        return server.boundServices().get(service).address().toInetSocketAddress();
    }

    /// A client from that address.
    Socket connect(int service, String from) throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(address(service), 30_000);
        socket.setSoTimeout(30_000);
        return socket;
    }

    /// A client of `echo` that sends without end and reads nothing, until it is closed.
    Socket slowReader(String from) throws IOException {
        Socket socket = connect(ECHO, from);
        Thread.startVirtualThread(() -> {
            var bytes = new byte[64 * 1024];
            try {
                while (true) {
                    socket.getOutputStream().write(bytes);
                }
            } catch (IOException closed) {
                // It was meant to last until then.
            }
        });
        return socket;
    }

    /// Has the access list refuse a client, and waits until it did; returns its address and port.
    String refused() throws IOException, InterruptedException {
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(DENIED, 0));
            String peer = DENIED + ":" + socket.getLocalPort();
            connectIfLetIn(socket);
            if (!peer.equals(refusals.poll(30, TimeUnit.SECONDS))) {
                throw new AssertionError("it was not refused");
            }
            return peer;
        }
    }

    /// The reset may come before the client knows that it was connected.
    private void connectIfLetIn(Socket socket) {
        try {
            socket.connect(address(ECHO), 30_000);
        } catch (IOException reset) {
            // As refused connections are.
        }
    }

    /// Sets a value as often as that, and reads the replies.
    static void set(Socket client, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            client.getOutputStream().write("SET a b\n".getBytes(US_ASCII));
            if (client.getInputStream().readNBytes("OK\n".length()).length == 0) {
                throw new IOException("the server has ended");
            }
        }
    }

    @Override
    public void close() {
        dashboard.close();
        server.close();
    }
}
