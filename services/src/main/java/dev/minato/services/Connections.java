package dev.minato.services;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.TcpStream;
import dev.minato.task.Done;
import dev.minato.task.Permits;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The connections of all services: how many there are at once, how each is served, and how they end.
///
/// ```
///  enter() ──▶ start() ──▶ a task serves it ──▶ closed, its place is free
///          └─▶ leave()     (nobody came)
/// ```
final class Connections {
    private static final System.Logger LOGGER = System.getLogger(Connections.class.getName());

    private final Limits limits;
    private final ConnectionLog log;
    private final Permits places;
    private final TaskGroup tasks = TaskGroup.spread();
    private final Set<TcpStream> open = ConcurrentHashMap.newKeySet();

    Connections(Limits limits, ConnectionLog log) {
        this.limits = limits;
        this.log = log;
        this.places = new Permits(limits.maxConnections());
    }

    int count() {
        return open.size();
    }

    /// Waits for a place for one connection.
    void enter() throws InterruptedException, NetException {
        places.acquire();
    }

    /// Ends the waits for a place: nobody is let in any more.
    void stop() {
        places.close();
    }

    /// Gives the place back to which no connection came.
    void leave() {
        places.release();
    }

    /// Serves a connection, which has a place and gives it back at its end. When this throws, the connection is
    /// closed and the place is still the caller's.
    void start(String name, TcpService service, TcpStream stream) throws NetException {
        open.add(stream);
        try {
            tasks.spawn(() -> serve(name, service, stream));
        } catch (Throwable failed) {
            open.remove(stream);
            stream.close();
            throw failed;
        }
    }

    private void serve(String name, TcpService service, TcpStream stream) throws Exception {
        SocketAddr peer = stream.peerAddress();
        String why = "failed";
        try {
            log.opened(name, peer);
            converse(service, stream);
            why = "done";
        } catch (NetException e) {
            // What peers do is the log's business, and nobody else's.
            why = String.valueOf(e.getMessage());
        } catch (VirtualMachineError e) {
            // It ends this connection alone; what it held is free again.
            why = String.valueOf(e);
            report(name, e);
        } finally {
            open.remove(stream);
            places.release();
            log.closed(name, peer, why);
        }
    }

    private static void report(String name, VirtualMachineError error) {
        try {
            LOGGER.log(System.Logger.Level.ERROR, name + ": a connection ended: " + error);
        } catch (VirtualMachineError unsaid) {
            // There is not even memory to say so.
        }
    }

    private void converse(TcpService service, TcpStream stream) throws Exception {
        try (stream) {
            stream.setReadTimeout(limits.idleTimeout());
            stream.setWriteTimeout(limits.writeTimeout());
            stream.setNoDelay(true);
            service.serve(stream);
        }
    }

    /// Waits until none is left, for at most `grace`; an interrupt ends the wait, its flag stays set. Nothing
    /// may be started any more.
    void finish(Duration grace) {
        try {
            Tasks.withDeadline(grace, () -> {
                tasks.join();
                return Done.DONE;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (NetException graceIsOver) {
            // The caller closes what is left.
        } catch (Exception e) {
            throw new AssertionError("joining throws nothing else", e);
        }
    }

    /// Closes those that are left, and waits for their tasks.
    void end() {
        // An interrupt ends only what waits; a peer that never pauses is stopped by the close.
        for (TcpStream stream : open) {
            Closing.of(stream::close);
        }
        tasks.close();
    }
}
