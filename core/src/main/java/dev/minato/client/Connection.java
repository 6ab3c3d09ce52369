package dev.minato.client;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.net.ByteStream;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.task.BoundedChannel;
import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One connection of a client, and the task that makes it, reads its replies and cleans up.
///
/// ```
///   start() ─▶ CONNECTING ─▶ OPEN ─────────────▶ over: out of the pool, what is left failed
///                 │  ▲ │   requests are         ▲
///        back-off └──┘ │   written, replies     │ the peer's end or reset, a timeout, end()
///                      │   read (Link)          │
///                      └── no attempt left ─────┘
/// ```
///
/// While it connects, requests wait in its queue. However it ends, what is left is failed at the very end, when
/// it is known what the kernel took: certainly not sent, or perhaps.
final class Connection<I, O> implements Exchange.Place {
    private static final System.Logger LOG = System.getLogger(TcpClient.class.getName());

    private final Pool<I, O> pool;
    private final ClientSettings<I, O> settings;
    private final BoundedChannel<Exchange<I, O>> queue;
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicReference<@Nullable NetException> end = new AtomicReference<>();

    private volatile @Nullable NetException obstacle;
    private volatile @Nullable Link<I, O> link;
    private volatile @Nullable Task<?> task;

    /// How many requests have a place on it; guarded by the pool's lock.
    int taken;

    /// Since when that is not 0; guarded by the pool's lock.
    long busySince;

    Connection(Pool<I, O> pool) {
        this.pool = pool;
        this.settings = pool.settings;
        this.queue = new BoundedChannel<>(settings.maxInFlight());
    }

    /// Starts it in `group`; with the pool's lock held, so that whoever finds it there can end it.
    void start(TaskGroup group) {
        // The same loop as the caller's, where there are loops: its requests come from there.
        Task<?> started = group.spawn("minato-client", this::run);
        task = started;
        if (isEnding()) {
            started.cancel();
        }
    }

    /// Whether it is connected.
    boolean isOpen() {
        return link != null;
    }

    boolean isEnding() {
        return end.get() != null;
    }

    @Override
    public NetException explain(NetException why) {
        Link<I, O> made = link;
        NetException obstacle = this.obstacle;
        if (made != null) {
            return made.named(why);
        }
        if (obstacle == null) {
            return why;
        }
        var because = NetException.builder(why.kind(), why.operation()).cause(obstacle);
        obstacle.address().ifPresent(because::address);
        return because.detail("no connection: " + obstacle.getMessage()).build();
    }

    /// Takes a request that has a place; false if this is over.
    boolean offer(Exchange<I, O> exchange) {
        try {
            if (!queue.trySend(exchange)) {
                throw new AssertionError("more requests than places");
            }
            return true;
        } catch (NetException over) {
            return false;
        }
    }

    BoundedChannel<Exchange<I, O>> queue() {
        return queue;
    }

    @Override
    public void left() {
        int max = Math.max(2, settings.maxInFlight() / 2);
        if (late.incrementAndGet() > max) {
            end(NetException.of(ErrorKind.TIMED_OUT, "read", "more than " + max + " replies are late"));
        }
    }

    /// The late reply of a request whose caller has left has come.
    void lateReply() {
        late.decrementAndGet();
    }

    /// Ends it for this reason, unless it ends already.
    void end(NetException why) {
        if (end.compareAndSet(null, why)) {
            // None yet: then start() sees that it ends.
            Task<?> started = task;
            if (started != null) {
                started.cancel();
            }
        }
    }

    private void run() {
        try {
            Link<I, O> made = settings.retry().call(this::connect);
            link = made;
            made.run();
        } catch (NetException e) {
            end.compareAndSet(null, e);
        } catch (InterruptedException e) {
            end.compareAndSet(null, Pool.closed());
        } catch (RuntimeException | Error e) {
            // Of the connector, the handshake, the decoder or the ids of replies. Thrown, it would end the group.
            LOG.log(System.Logger.Level.ERROR, "a connection of a client failed", e);
            end.compareAndSet(
                    null, NetException.builder(ErrorKind.OTHER, "read").cause(e).build());
        } finally {
            end.compareAndSet(null, Pool.closed());
            failRest(Objects.requireNonNull(end.get()));
            pool.ended(this);
        }
    }

    private Link<I, O> connect() throws NetException {
        try {
            long until = Deadline.after(pool.now(), settings.times().connect());
            Link<I, O> made = Scope.current().until(until).call(this::open);
            obstacle = null;
            return made;
        } catch (NetException e) {
            NetException failure = e.withOperation("connect");
            obstacle = failure;
            throw failure;
        }
    }

    private Link<I, O> open() throws NetException {
        ByteStream stream = settings.connector().connect();
        try {
            stream.setWriteTimeout(Duration.ofNanos(settings.times().write()));
            var framing = settings.framing().get();
            var output = new CountedOutput<>(stream, framing.encoder());
            var framed = new Framed<>(stream, output, framing.decoder(), output);
            settings.handshake().run(framed);
            framed.flush();
            return new Link<>(this, pool, stream, output, framed);
        } catch (Throwable failed) {
            try (stream) {
                throw failed;
            }
        }
    }

    private void failRest(NetException why) {
        pool.remove(this);
        Link<I, O> made = link;
        String operation = made == null ? why.operation() : Exchange.REQUEST;
        for (Exchange<I, O> unsent : queue.closeAndDrain()) {
            pool.giveBack(this);
            unsent.fail(why, operation, false, made != null);
        }
        if (made != null) {
            made.failRest(made.named(why));
        }
    }
}
