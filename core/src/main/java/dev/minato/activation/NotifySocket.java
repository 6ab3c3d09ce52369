package dev.minato.activation;

import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UnixDatagram;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The socket that a service manager listens on for what a service says of itself; see sd_notify(3).
///
/// The first failure is logged, and none is thrown: a service does not end because nobody listens.
final class NotifySocket {
    private static final System.Logger LOGGER = System.getLogger(ServiceManager.class.getName());
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final UnixAddr manager;
    private final UnixDatagram socket;
    private final AtomicBoolean failed = new AtomicBoolean();

    private NotifySocket(UnixAddr manager, UnixDatagram socket) {
        this.manager = manager;
        this.socket = socket;
    }

    /// Opens it; empty if `NOTIFY_SOCKET` is not set. Logs why if it cannot be had.
    static Optional<NotifySocket> of(Map<String, String> environment) {
        Optional<String> address =
                Optional.ofNullable(environment.get("NOTIFY_SOCKET")).filter(text -> !text.isEmpty());
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try {
            UnixAddr manager = parse(address.get());
            UnixDatagram socket = UnixDatagram.unbound();
            socket.setWriteTimeout(TIMEOUT);
            return Optional.of(new NotifySocket(manager, socket));
        } catch (NetException | IllegalArgumentException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "the service manager at NOTIFY_SOCKET " + address.get() + " is told nothing: " + e.getMessage());
            return Optional.empty();
        }
    }

    /// A path, or an abstract name behind an `@`.
    private static UnixAddr parse(String address) {
        if (address.length() > 1 && address.startsWith("@")) {
            return UnixAddr.ofAbstract(address.substring(1));
        }
        if (address.startsWith("/")) {
            return UnixAddr.ofPath(address);
        }
        throw new IllegalArgumentException("neither a path nor an abstract name");
    }

    /// Sends one message, and waits for room if the manager is slow, for [#TIMEOUT] at most; no-op once closed.
    void send(String message) {
        try {
            socket.sendTo(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)), manager);
        } catch (NetException e) {
            if (e.kind() != ErrorKind.CLOSED && failed.compareAndSet(false, true)) {
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "cannot tell the service manager "
                                + message.lines().findFirst().orElse("") + ": " + e.getMessage());
            }
        }
    }

    void close() {
        try {
            socket.close();
        } catch (NetException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "close failed", e);
        }
    }
}
