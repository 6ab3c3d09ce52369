package dev.minato.server;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.task.Permits;
import dev.minato.task.TaskGroup;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The open connections of a server: their limits, their tasks, and their end.
///
/// ```
///  acquire() ──▶ start() ──▶ a task serves it ──▶ closed, its permit is free
///            │      └──────▶ refused
///            └─▶ release()   (no connection came, or it was refused)
/// ```
final class Connections {
    /// Those of connections to come.
    private final AtomicReference<Limits> limits;

    private final StopSignal stopSignal;
    private final ServerObserver observer;
    private final ServerCounters counters;
    private final OutOfMemoryLog memoryLog = new OutOfMemoryLog();
    private final Permits permits;
    private final Admission admission;
    private final TaskGroup tasks = TaskGroup.isolated();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    /// The threads of connections that are closed, while they tell the observer so.
    private final Set<Thread> reporting = ConcurrentHashMap.newKeySet();

    Connections(
            Limits limits,
            Admission admission,
            StopSignal stopSignal,
            ServerObserver observer,
            ServerCounters counters) {
        this.limits = new AtomicReference<>(limits);
        this.stopSignal = stopSignal;
        this.observer = observer;
        this.counters = counters;
        this.permits = new Permits(limits.maxConnections());
        this.admission = admission;
    }

    /// Exchanges the access list, for those that come from now on.
    void setAccess(AccessList list) {
        admission.setAccess(list);
    }

    ServerObserver observer() {
        return observer;
    }

    /// Changes the limits of those that come from now on, but for their number ([#setMaxConnections]).
    void setLimits(UnaryOperator<Limits> change) {
        limits.updateAndGet(change);
    }

    /// Changes how many there may be; those that are open stay so.
    void setMaxConnections(int max) {
        permits.resize(max);
    }

    Set<Connection> open() {
        return open;
    }

    /// Blocks until there is a permit for one connection.
    void acquire() throws InterruptedException, NetException {
        permits.acquire();
    }

    /// Takes a permit for one connection if there is one.
    boolean tryAcquire() {
        return permits.tryAcquire();
    }

    /// Gives back a permit to which no connection came.
    void release() {
        permits.release();
    }

    /// Ends all waits for a permit, now and from now on.
    void stopAccepting() {
        permits.close();
    }

    /// Serves a connection, which has a permit and gives it back at its end; false if it was refused and closed:
    /// the permit is still the caller's then.
    boolean start(String service, Accepted accepted, ConnectionHandler handler) {
        boolean isProxied = admission.isProxied(accepted);
        Optional<SocketAddr> client = isProxied ? Optional.empty() : accepted.peerAddress();
        Optional<RefusalReason> refusal = admission.admit(client);
        if (refusal.isPresent()) {
            refuse(service, accepted, refusal.get());
            return false;
        }
        Connection connection = null;
        try {
            connection = new Connection(service, accepted, limits.get(), stopSignal, observer);
            connection.countedFor(client);
            open.add(connection);
            Optional<Admission> introducedTo = isProxied ? Optional.of(admission) : Optional.empty();
            var serving = new Serving(connection, introducedTo, handler, observer, counters, memoryLog, this::ended);
            tasks.spawn(service, () -> run(serving));
            return true;
        } catch (VirtualMachineError noMemory) {
            forget(connection, client);
            refuse(service, accepted, RefusalReason.OUT_OF_MEMORY);
            return false;
        } catch (Throwable failed) {
            forget(connection, client);
            Closing.logged(accepted::reset);
            throw failed;
        }
    }

    private void run(Serving serving) {
        try {
            serving.run();
        } catch (OutOfMemoryError unsaid) {
            memoryLog.missed();
        } finally {
            reporting.remove(Thread.currentThread());
        }
    }

    private void forget(@Nullable Connection connection, Optional<SocketAddr> client) {
        if (connection != null) {
            open.remove(connection);
        }
        admission.release(client);
    }

    private void refuse(String service, Accepted accepted, RefusalReason reason) {
        Closing.logged(accepted::reset);
        counters.refused(reason);
        if (reason == RefusalReason.OUT_OF_MEMORY) {
            Observing.logged(() -> memoryLog.log(service + " of " + accepted.peerName(), "refused"));
        }
        Observing.logged(() -> observer.refused(new Refusal(service, accepted.peerName(), reason)));
    }

    private void ended(Connection connection) {
        try {
            admission.release(connection.countedAddress());
            open.remove(connection);
        } finally {
            permits.release();
        }
        reporting.add(Thread.currentThread());
    }

    /// Tells those that have sent something that they are to end between two requests.
    void stopSpoken() {
        for (Connection connection : open) {
            if (connection.hasSpoken()) {
                connection.stop();
            }
        }
    }

    /// Tells all that they are to end.
    void stopAll() {
        open.forEach(Connection::stop);
    }

    /// Interrupts all handlers that still run, and says why.
    void interrupt(CloseReason reason) {
        open.forEach(connection -> connection.closesFor(reason));
        tasks.cancel();
    }

    /// Resets all that are still open; returns how many.
    int reset() {
        int count = 0;
        for (Connection connection : open) {
            connection.reset();
            count++;
        }
        return count;
    }

    /// Blocks until all have ended, for at most `timeout`; false if some have not. An interrupt ends the wait,
    /// its flag stays set.
    boolean awaitEnd(Duration timeout) {
        return Ending.await(tasks, timeout);
    }

    /// As [#awaitEnd], but neither an interrupt nor the deadline of the caller's scope ends the wait.
    boolean awaitEndUninterruptibly(Duration timeout) {
        return Ending.awaitUninterruptibly(tasks, timeout);
    }

    /// Whether the calling thread serves one of them, or tells the observer of its end.
    boolean isServedHere() {
        if (reporting.contains(Thread.currentThread())) {
            return true;
        }
        for (Connection connection : open) {
            if (connection.isServedHere()) {
                return true;
            }
        }
        return false;
    }

    /// How many tasks of connections run.
    int running() {
        return tasks.size();
    }
}
