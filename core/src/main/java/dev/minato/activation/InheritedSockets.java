package dev.minato.activation;

import dev.minato.error.NetException;
import dev.minato.net.InheritedSocket;
import dev.minato.net.TcpListener;
import dev.minato.net.UdpSocket;
import dev.minato.net.UnixListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/// The sockets that a service manager opened for this process and handed in as file descriptors: systemd's socket
/// activation, see systemd.socket(5) and sd_listen_fds(3).
///
/// {@snippet file="dev/minato/examples/activation/ActivatedEcho.java" region="activated"}
///
/// A name is the `FileDescriptorName=` of the socket unit, and several sockets may have the same one; without
/// names each is called `unknown`. The connection that made the manager start this process waits in a backlog, and
/// is accepted like any other.
///
/// Nothing is ignored silently: a socket that nobody took is reported at WARNING and closed by [#close], whose
/// clients would wait for ever otherwise.
///
/// The jdk platform has no sockets of descriptors (`UNSUPPORTED`); where none were handed in, it says so as well as
/// any. Safe for use by several threads.
public final class InheritedSockets implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(InheritedSockets.class.getName());
    private static final AtomicBoolean TAKEN = new AtomicBoolean();

    private final List<InheritedSocket> sockets;

    private InheritedSockets(List<InheritedSocket> sockets) {
        this.sockets = List.copyOf(sockets);
    }

    /// Takes the sockets that were handed to this process, once in its life; none if none were, or if the variables
    /// are meant for another process.
    ///
    /// `INVALID_INPUT` for variables that are malformed, and for a descriptor that is no socket or not open;
    /// otherwise as [InheritedSocket#adopt(int)]. What was adopted before a failure is closed.
    ///
    /// @throws IllegalStateException if they were taken before
    public static InheritedSockets take() throws NetException {
        if (!TAKEN.compareAndSet(false, true)) {
            throw new IllegalStateException("the inherited sockets were taken already");
        }
        return take(System.getenv(), ListenVariables.FIRST);
    }

    /// @param first the first descriptor, which is another one in tests
    static InheritedSockets take(Map<String, String> environment, int first) throws NetException {
        List<InheritedSocket> sockets = new ArrayList<>();
        try {
            for (String name :
                    ListenVariables.names(environment, ProcessHandle.current().pid())) {
                sockets.add(InheritedSocket.adopt(first + sockets.size(), name));
            }
        } catch (Throwable failed) {
            for (InheritedSocket adopted : sockets) {
                try {
                    adopted.close();
                } catch (NetException e) {
                    failed.addSuppressed(e);
                }
            }
            throw failed;
        }
        return new InheritedSockets(sockets);
    }

    /// Returns all of them, in the order in which they were handed in, taken or not.
    public List<InheritedSocket> all() {
        return sockets;
    }

    /// Takes the TCP listeners of that name that nobody has taken, in order; none if there are none.
    public List<TcpListener> tcpListeners(String name) {
        return takeAll(name, TcpListener.class);
    }

    /// Takes the listeners on Unix sockets of that name; as [#tcpListeners].
    public List<UnixListener> unixListeners(String name) {
        return takeAll(name, UnixListener.class);
    }

    /// Takes the UDP sockets of that name; as [#tcpListeners].
    public List<UdpSocket> udpSockets(String name) {
        return takeAll(name, UdpSocket.class);
    }

    private <S> List<S> takeAll(String name, Class<S> type) {
        Objects.requireNonNull(name, "name");
        return sockets.stream()
                .filter(each -> each.name().equals(name) && type.isInstance(each.socket()) && !each.isTaken())
                .map(each -> type.cast(each.take()))
                .toList();
    }

    /// Closes those that nobody has taken, and logs each at WARNING. The others are their owners'.
    @Override
    public void close() {
        for (InheritedSocket socket : sockets) {
            if (!socket.isTaken()) {
                LOGGER.log(System.Logger.Level.WARNING, "nobody takes " + socket + ", so it is closed");
                try {
                    socket.close();
                } catch (NetException e) {
                    LOGGER.log(System.Logger.Level.WARNING, "cannot close " + socket, e);
                }
            }
        }
    }
}
