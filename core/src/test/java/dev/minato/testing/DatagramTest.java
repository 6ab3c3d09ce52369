package dev.minato.testing;

import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A class of tests that each have two UDP sockets of their own, on 127.0.0.1.
public abstract class DatagramTest {
    /// The socket that is tested.
    protected UdpSocket socket;

    /// Who sends to it, and receives from it.
    protected UdpSocket peer;

    @BeforeEach
    final void bindSockets() throws NetException {
        socket = UdpSocket.bind(Loopback.IPV4.any());
        peer = UdpSocket.bind(Loopback.IPV4.any());
    }

    @AfterEach
    final void closeSockets() throws NetException {
        socket.close();
        peer.close();
    }
}
