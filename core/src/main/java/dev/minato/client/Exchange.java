package dev.minato.client;

import dev.minato.atomic.VarHandles;
import dev.minato.error.NetException;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.WaitCondition;
import dev.minato.platform.wait.WaitQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// One request and its reply, or its failure.
///
/// ```
///            claim() by the writer          reply() by the reader
///    QUEUED ──────────────────────▶ WRITTEN ──────────────────────▶ the reply itself
///     ▲   │                            │
///     │   └─fail(), leave()─┐            ├─leave()─▶ Failed, it may have arrived
///     │                     ▼            └─fail()──▶ Failed, it may have arrived, or not: where the
///     └──────move()──── Failed, certainly not sent   kernel took no byte of it
/// ```
///
/// One compare-and-set each: of a reply, a failure of the connection, a close and the end of the caller's
/// patience one wins. `leave()` is the caller's own: what it leaves behind as WRITTEN keeps its place among
/// the replies, and the reply that comes then is dropped.
final class Exchange<I, O> implements Pending<I>, WaitCondition {
    /// A failure after which the request may have been executed says this operation.
    static final String REPLY = "reply";

    /// A failure before anything was sent.
    static final String REQUEST = "request";

    private static final VarHandle STATE = VarHandles.ofField(MethodHandles.lookup(), "state", Object.class);
    private static final Object QUEUED = new Object();
    private static final Object WRITTEN = new Object();

    private static final Handle ALWAYS = new Handle();

    /// How often a request goes to another connection, at most: a server may close each at once.
    private static final int MAX_MOVES = 3;

    /// What gives exchanges to connections.
    interface Placer<I, O> {
        /// Gives it to a connection, waiting for one with a free place. Fails if it was not placed.
        void place(Exchange<I, O> exchange) throws NetException;

        /// Whether the request may be executed twice.
        boolean isIdempotent(O request);
    }

    /// The connection that an exchange was placed on.
    interface Place {
        /// The caller of a request that was written has left: its late reply will be dropped.
        void left();

        /// Says of a wait that has ended where it was, or why there is no connection.
        NetException explain(NetException why);
    }

    /// Why it failed, once for each time.
    ///
    /// @param mayBeSent whether the request may have reached the server
    /// @param movable whether another connection may do better
    private record Failed(NetException cause, String operation, boolean mayBeSent, boolean movable) {
        NetException thrown() {
            var thrown = NetException.builder(cause.kind(), mayBeSent ? REPLY : operation);
            cause.address().ifPresent(thrown::address);
            cause.detail().ifPresent(thrown::detail);
            cause.osError().ifPresent(thrown::osError);
            return thrown.cause(cause).build();
        }
    }

    private final O request;
    private final Object id;
    private final long deadline;
    private final Placer<I, O> placer;

    /// Shared with other exchanges, which are woken for nothing at times.
    private final WaitQueue waiting;

    private volatile Object state = QUEUED;

    /// The connection that it was given to last.
    private volatile @Nullable Place place;

    /// Where the request begins among the bytes of its connection; the writer's.
    private long start;

    private int moves;
    private boolean wasSent;

    Exchange(O request, Object id, long deadline, Placer<I, O> placer, WaitQueue waiting) {
        this.request = request;
        this.id = id;
        this.deadline = deadline;
        this.placer = placer;
        this.waiting = waiting;
    }

    O request() {
        return request;
    }

    /// The id by which its reply is found.
    Object id() {
        return id;
    }

    long deadline() {
        return deadline;
    }

    /// Where the request begins among the bytes of its connection.
    long start() {
        return start;
    }

    /// Says where it is, before it gets there.
    void at(Place place) {
        this.place = place;
    }

    /// Takes it for writing, at `start` of the connection's bytes; false if its caller has left.
    boolean claim(long start) {
        this.start = start;
        return STATE.compareAndSet(this, QUEUED, WRITTEN);
    }

    /// Settles it; false if its caller has left.
    boolean reply(I reply) {
        return settle(WRITTEN, reply);
    }

    /// Fails it with what is to be told as `operation` if it was certainly not sent; nothing if its caller has
    /// left.
    void fail(NetException cause, String operation, boolean mayBeSent, boolean movable) {
        // What was sent on an earlier connection may have been executed there.
        wasSent |= mayBeSent;
        var failed = new Failed(cause, operation, wasSent, movable);
        boolean _ = settle(QUEUED, failed) || settle(WRITTEN, failed);
    }

    private boolean settle(Object from, Object to) {
        boolean settled = STATE.compareAndSet(this, from, to);
        // Who joins the queue later looks at the state first.
        if (settled && !waiting.isEmpty()) {
            waiting.wakeAll();
        }
        return settled;
    }

    @Override
    public I await() throws NetException {
        for (; ; ) {
            Object now = state;
            if (isOpen(now)) {
                awaitSettled();
            } else if (now instanceof Failed failed) {
                if (!isMovable(failed)) {
                    throw failed.thrown();
                }
                move(failed);
            } else {
                @SuppressWarnings("unchecked") // only replies are left
                I reply = (I) now;
                return reply;
            }
        }
    }

    private void awaitSettled() {
        Scope scope = Scope.current();
        Outcome outcome = waiting.await(ALWAYS, Math.min(deadline, scope.deadline()), this);
        if (outcome != Outcome.WOKEN) {
            leave(scope.failure(outcome, REQUEST));
        }
    }

    /// Gives it up, unless something else settles it first.
    private void leave(NetException why) {
        Place at = place;
        NetException cause = at == null ? why : at.explain(why);
        if (!settle(QUEUED, new Failed(cause, REQUEST, wasSent, false))
                && settle(WRITTEN, new Failed(cause, REPLY, true, false))
                && at != null) {
            at.left();
        }
    }

    private boolean isMovable(Failed failed) {
        return failed.movable && moves < MAX_MOVES && (!failed.mayBeSent || placer.isIdempotent(request));
    }

    /// Gives it to another connection, unless another thread that awaits it has done so.
    private void move(Failed failed) {
        if (STATE.compareAndSet(this, failed, QUEUED)) {
            moves++;
            try {
                placer.place(this);
            } catch (NetException e) {
                fail(e, REQUEST, false, false);
            }
        }
    }

    @Override
    public boolean isSettled() {
        Object now = state;
        return !isOpen(now) && !(now instanceof Failed failed && isMovable(failed));
    }

    @Override
    public boolean holds() {
        return !isOpen(state);
    }

    @SuppressWarnings("ReferenceEquality") // a reply may be equal to anything
    private static boolean isOpen(Object state) {
        return state == QUEUED || state == WRITTEN;
    }
}
