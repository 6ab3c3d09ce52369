package dev.minato.services.server;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.TcpStream;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.Parker;
import dev.minato.task.Permits;
import dev.minato.task.TaskGroup;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/// The open connections of all services of a server: their limit, their tasks, and their end.
///
/// ```
///  acquire() ──▶ start() ──▶ a task serves it ──▶ closed, its permit is free
///            └─▶ release()   (no connection came)
/// ```
public final class Connections {
    private static final System.Logger LOGGER = System.getLogger(Connections.class.getName());

    private final Duration idleTimeout;
    private final Duration writeTimeout;
    private final Parker parker = Platform.current().parker();
    private final Permits permits;
    private final TaskGroup tasks = TaskGroup.isolated();
    private final Set<TcpStream> open = ConcurrentHashMap.newKeySet();

    /// @param max how many are served at once
    /// @param idleTimeout the read timeout of each
    /// @param writeTimeout the write timeout of each
    public Connections(int max, Duration idleTimeout, Duration writeTimeout) {
        this.idleTimeout = idleTimeout;
        this.writeTimeout = writeTimeout;
        this.permits = new Permits(max);
    }

    /// Returns how many are open.
    public int count() {
        return open.size();
    }

    /// Blocks until there is a permit for one connection.
    void acquire() throws InterruptedException, NetException {
        permits.acquire();
    }

    /// Gives back a permit to which no connection came.
    void release() {
        permits.release();
    }

    /// Ends all waits for a permit, now and from now on.
    public void stop() {
        permits.close();
    }

    /// Serves a connection, which has a permit and releases it at its end. When this throws, the connection is
    /// closed and the permit is still the caller's.
    void start(String name, TcpService service, TcpStream stream, ConnectionObserver observer) throws NetException {
        open.add(stream);
        try {
            tasks.spawn(name, () -> serve(name, service, stream, observer));
        } catch (Throwable failed) {
            open.remove(stream);
            stream.close();
            throw failed;
        }
    }

    private void serve(String name, TcpService service, TcpStream stream, ConnectionObserver observer)
            throws Exception {
        SocketAddr peer = stream.peerAddress();
        var counted = new CountedStream(stream);
        long start = parker.now();
        String reason = "failed";
        try {
            observer.opened(peer);
            serveAndClose(service, stream, counted);
            reason = "done";
        } catch (NetException e) {
            // A peer's misbehaviour is the observer's business only.
            reason = String.valueOf(e.getMessage());
        } catch (VirtualMachineError e) {
            // Ends this connection alone: what it held is garbage now.
            reason = String.valueOf(e);
            report(name, e);
        } finally {
            open.remove(stream);
            permits.release();
            var duration = Duration.ofNanos(parker.now() - start);
            observer.closed(peer, counted.bytesIn(), counted.bytesOut(), duration, reason);
        }
    }

    private static void report(String name, VirtualMachineError error) {
        try {
            LOGGER.log(System.Logger.Level.ERROR, name + ": connection closed: " + error);
        } catch (VirtualMachineError unsaid) {
            // No memory for the message either.
        }
    }

    private void serveAndClose(TcpService service, TcpStream stream, CountedStream counted) throws Exception {
        try (stream) {
            stream.setReadTimeout(idleTimeout);
            stream.setWriteTimeout(writeTimeout);
            stream.setNoDelay(true);
            service.serve(counted);
        }
    }

    /// Blocks until all have ended, for at most `timeout`; an interrupt ends the wait, its flag stays set.
    /// Nothing may be started any more.
    public void awaitEnd(Duration timeout) {
        try {
            tasks.join(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (NetException drainTimedOut) {
            // The caller closes the rest.
        } catch (ExecutionException e) {
            throw new AssertionError("an isolated group throws no failures", e);
        }
    }

    /// Closes all that are still open, and waits for their tasks.
    public void close() {
        // Cancelling ends only waits; the close also stops a handler whose peer never pauses.
        for (TcpStream stream : open) {
            Closer.closeLogging(stream::close);
        }
        tasks.close();
    }
}
