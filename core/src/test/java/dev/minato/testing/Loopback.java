package dev.minato.testing;

import dev.minato.address.SocketAddr;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// This machine's address in both families; a test of something that depends on the family runs with both.
public enum Loopback {
    /// 127.0.0.1.
    IPV4("127.0.0.1"),
    /// ::1.
    IPV6("::1");

    private final String host;

    Loopback(String host) {
        this.host = host;
    }

    /// The host, without brackets. Aborts the test where the machine lacks the family.
    public String host() {
        Requirement.that("a loopback address " + host, this == IPV4 || Presence.OF_IPV6);
        return host;
    }

    /// The address with port 0, for binding.
    public SocketAddr any() {
        return at(0);
    }

    /// The address with a port.
    public SocketAddr at(int port) {
        return SocketAddr.parse((this == IPV4 ? host() : "[" + host() + "]") + ":" + port);
    }

    /// An address where nobody listens: its port was free a moment ago.
    public SocketAddr closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(host()))) {
            return at(socket.getLocalPort());
        }
    }

    private static final class Presence {
        static final boolean OF_IPV6 = isPresent();

        private static boolean isPresent() {
            try (var socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
                return socket.isBound();
            } catch (IOException e) {
                return false;
            }
        }
    }
}
