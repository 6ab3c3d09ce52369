package dev.minato.services.relay;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator.SplittableGenerator;

/// A client of the relay: its two links, and the socket by which the server sees it.
final class RelayClient {
    private final SocketAddr address;
    private final UdpSocket socket;
    private final Link toServer;
    private final Link toClient;

    /// When its last datagram came, on the platform's clock; of the task that receives from clients.
    private long heard;

    RelayClient(SocketAddr address, UdpSocket socket, NetworkConditions conditions, SplittableGenerator random) {
        this.address = address;
        this.socket = socket;
        this.toServer = new Link(conditions, random.split());
        this.toClient = new Link(conditions, random.split());
    }

    SocketAddr address() {
        return address;
    }

    Link toServer() {
        return toServer;
    }

    Link toClient() {
        return toClient;
    }

    long heard() {
        return heard;
    }

    void heardAt(long now) {
        heard = now;
    }

    /// Blocks until there is a datagram of the server.
    void receive(ByteBuffer into) throws NetException {
        int _ = socket.recv(into);
    }

    void sendToServer(ByteBuffer bytes) throws NetException {
        socket.send(bytes);
    }

    /// Ends the task that receives, too.
    void close() throws NetException {
        socket.close();
    }
}
