package dev.minato.client;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitQueue;
import dev.minato.task.Permits;
import dev.minato.task.TaskGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The connections of one client, and the places on them: a request has one from before it is written until its
/// reply has come, whether somebody still waits for that or not.
///
/// ```
///   permits: maxConnections × maxInFlight         who has one finds a place without a wait
///   place:   the first connection with a free one, open before connecting; else a new connection
/// ```
///
/// So requests fill the first connection before the second is used, which lets one that is not needed idle.
final class Pool<I, O> implements Exchange.Placer<I, O> {
    private static final System.Logger LOG = System.getLogger(TcpClient.class.getName());

    final ClientSettings<I, O> settings;
    private final Scope scope = Scope.current().withoutDeadline();
    private final Parker parker = scope.platform().parker();

    /// The tasks of the connections, none of which fails.
    private final TaskGroup group = scope.call(TaskGroup::new);

    private final Permits permits;
    private final AtomicLong strays = new AtomicLong();

    /// Woken when a drain may be over.
    private final WaitQueue changes = new WaitQueue(parker);

    private final Handle always = new Handle();

    /// Guards what follows, and the counts of the connections.
    private final Object lock = new Object();

    /// Those that requests may be given to.
    private final List<Connection<I, O>> usable = new ArrayList<>();

    /// Those whose tasks run.
    private final Set<Connection<I, O>> running = new HashSet<>();

    private boolean closed;
    private boolean draining;

    Pool(ClientSettings<I, O> settings) {
        this.settings = settings;
        this.permits = new Permits(settings.maxConnections() * settings.maxInFlight());
    }

    long now() {
        return parker.now();
    }

    @Override
    public boolean isIdempotent(O request) {
        return settings.idempotent().test(request);
    }

    @Override
    public void place(Exchange<I, O> exchange) throws NetException {
        do {
            takePermit(exchange.deadline());
        } while (!placeWithPermit(exchange));
    }

    private void takePermit(long deadline) throws NetException {
        if (permits.tryAcquire()) {
            return;
        }
        checkOpen();
        if (permits.waiting() >= settings.maxQueued()) {
            throw NetException.of(
                    ErrorKind.WOULD_BLOCK, Exchange.REQUEST, settings.maxQueued() + " requests are queued already");
        }
        Scope.current().until(deadline).run(this::awaitPermit);
    }

    private void awaitPermit() throws NetException {
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NetException.of(ErrorKind.INTERRUPTED, Exchange.REQUEST);
        } catch (NetException e) {
            throw e.withOperation(Exchange.REQUEST);
        }
    }

    private boolean placeWithPermit(Exchange<I, O> exchange) throws NetException {
        Connection<I, O> connection;
        try {
            connection = takePlace();
        } catch (Throwable failed) {
            permits.release();
            throw failed;
        }
        exchange.at(connection);
        boolean placed = connection.offer(exchange);
        if (!placed) {
            giveBack(connection);
        }
        return placed;
    }

    private Connection<I, O> takePlace() throws NetException {
        synchronized (lock) {
            checkOpen();
            Connection<I, O> free = free();
            Connection<I, O> connection = free == null ? started() : free;
            if (connection.taken++ == 0) {
                connection.busySince = now();
            }
            return connection;
        }
    }

    private Connection<I, O> started() {
        var connection = new Connection<>(this);
        connection.start(group);
        usable.add(connection);
        running.add(connection);
        return connection;
    }

    private @Nullable Connection<I, O> free() {
        Connection<I, O> connecting = null;
        for (Connection<I, O> each : usable) {
            if (each.taken < settings.maxInFlight()) {
                if (each.isOpen()) {
                    return each;
                }
                connecting = connecting == null ? each : connecting;
            }
        }
        return connecting;
    }

    private void checkOpen() throws NetException {
        synchronized (lock) {
            if (closed || draining) {
                throw closed();
            }
        }
    }

    static NetException closed() {
        return NetException.of(ErrorKind.CLOSED, Exchange.REQUEST, "the client was closed");
    }

    /// Gives a place back, which is free from then on.
    void giveBack(Connection<I, O> connection) {
        boolean quiet;
        synchronized (lock) {
            connection.taken--;
            quiet = draining && connection.taken == 0;
        }
        permits.release();
        if (quiet) {
            changes.wakeAll();
        }
    }

    /// Since when places of the connection are taken; [Deadline#NEVER] if none is.
    long busySince(Connection<I, O> connection) {
        synchronized (lock) {
            return connection.taken == 0 ? Deadline.NEVER : connection.busySince;
        }
    }

    /// Takes a connection out of use if no request has a place on it; false if one has.
    boolean retire(Connection<I, O> connection) {
        synchronized (lock) {
            return connection.taken == 0 && usable.remove(connection);
        }
    }

    /// Takes a connection out of use.
    void remove(Connection<I, O> connection) {
        synchronized (lock) {
            usable.remove(connection);
        }
    }

    /// The task of a connection is over.
    void ended(Connection<I, O> connection) {
        synchronized (lock) {
            running.remove(connection);
        }
    }

    /// Counts a reply that nobody asked for; the first is logged.
    void countStray(String peer) {
        if (strays.getAndIncrement() == 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "dropped a reply of " + peer + " with an id that no request in flight has;"
                            + " further ones are counted only");
        }
    }

    long strays() {
        return strays.get();
    }

    int connections() {
        synchronized (lock) {
            return usable.size();
        }
    }

    int taken() {
        synchronized (lock) {
            int taken = 0;
            for (Connection<I, O> each : running) {
                taken += each.taken;
            }
            return taken;
        }
    }

    /// Refuses new requests and waits for at most `grace` until no request is in flight; returns how many are.
    int drain(Duration grace) {
        synchronized (lock) {
            draining = true;
        }
        Scope current = Scope.current();
        long until = Math.min(current.deadline(), Deadline.after(now(), Deadline.left(grace)));
        boolean waits = true;
        while (waits && taken() > 0) {
            waits = switch (changes.await(always, until, () -> taken() == 0)) {
                case WOKEN -> true;
                default -> false;
            };
        }
        return taken();
    }

    /// Ends all connections and waits until their tasks are over.
    void close() {
        List<Connection<I, O>> all;
        synchronized (lock) {
            closed = true;
            all = List.copyOf(running);
        }
        permits.close();
        all.forEach(each -> each.end(closed()));
        group.close();
    }
}
