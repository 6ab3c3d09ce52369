package dev.minato.task;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.WaitQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// A number of permits that bounds how much goes on at once, such as connections.
///
/// ```java
/// permits.acquire();
/// try {
///     work();
/// } finally {
///     permits.release();
/// }
/// ```
///
/// **Fair**: permits go to those who wait in the order in which they came, and nobody overtakes them. A permit
/// that is given back goes straight to the first of them, so it is free only while nobody waits. Any thread may
/// give back what another one took. All methods may be called by any thread.
///
/// **Closing** ends all waits with `CLOSED`, so that a loop which waits for a permit hears that its server is
/// to end; what was taken can still be given back.
public final class Permits implements AutoCloseable {
    private final Scope scope = Scope.current();
    private final Handle always = new Handle();

    /// Guards all below, and whether a request was granted. Free permits and requests that wait are never there
    /// at the same time. After [#resize] to a lower number, fewer than none may be free.
    private final Object lock = new Object();

    private final Queue<Request> waiting = new ArrayDeque<>();
    private int count;
    private int free;
    private boolean closed;

    /// One call of [#acquire] that found no permit.
    private static final class Request {
        final WaitQueue queue;
        boolean granted;

        Request(WaitQueue queue) {
            this.queue = queue;
        }
    }

    /// So many permits, all of them free.
    ///
    /// @throws IllegalArgumentException if there is not at least one
    public Permits(int count) {
        checkCount(count);
        this.count = count;
        this.free = count;
    }

    private static void checkCount(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, not " + count);
        }
    }

    /// Takes a permit, waiting until it is this caller's turn.
    ///
    /// A call that need not wait succeeds on an interrupted thread. When it throws, no permit was taken.
    ///
    /// @throws InterruptedException if the calling thread is interrupted; its flag is then cleared
    /// @throws NetException `CLOSED` if this is closed, before or while it waits; `DEADLINE_EXCEEDED` if the
    ///     deadline of the caller's scope comes first
    public void acquire() throws InterruptedException, NetException {
        Request request;
        synchronized (lock) {
            if (closed) {
                throw NetException.of(ErrorKind.CLOSED, "acquire");
            }
            if (free > 0) {
                free--;
                return;
            }
            request = new Request(new WaitQueue(scope.platform().parker()));
            waiting.add(request);
        }
        try {
            await(request);
        } finally {
            request.queue.close();
        }
    }

    /// Takes a permit if one is free; false if not, if others wait, and once this is closed.
    public boolean tryAcquire() {
        synchronized (lock) {
            if (free <= 0 || closed) {
                return false;
            }
            free--;
            return true;
        }
    }

    /// Gives a permit back; also after the close.
    ///
    /// @throws IllegalStateException if none is taken
    public void release() {
        Request next;
        synchronized (lock) {
            if (free >= count) {
                throw new IllegalStateException("a permit was given back that nobody has");
            }
            next = free < 0 ? null : waiting.poll();
            if (next != null) {
                next.granted = true;
            } else {
                free++;
            }
        }
        if (next != null) {
            next.queue.wakeOne();
        }
    }

    /// Changes how many permits there are. Those that are taken stay so: if there are to be fewer, the first to
    /// be given back disappear.
    ///
    /// @throws IllegalArgumentException if there is not to be at least one
    public void resize(int count) {
        checkCount(count);
        List<Request> granted = new ArrayList<>();
        synchronized (lock) {
            free += count - this.count;
            this.count = count;
            while (free > 0 && !waiting.isEmpty()) {
                Request next = waiting.remove();
                next.granted = true;
                free--;
                granted.add(next);
            }
        }
        granted.forEach(request -> request.queue.wakeOne());
    }

    /// Returns how many permits are free now.
    public int available() {
        synchronized (lock) {
            return Math.max(free, 0);
        }
    }

    /// Returns how many callers wait for one now.
    public int waiting() {
        synchronized (lock) {
            return waiting.size();
        }
    }

    /// Ends all waits for a permit, and every later one, with `CLOSED`. Permits that are taken stay so until
    /// they are given back. Closing again does nothing.
    @Override
    public void close() {
        List<Request> refused;
        synchronized (lock) {
            closed = true;
            refused = List.copyOf(waiting);
            waiting.clear();
        }
        refused.forEach(request -> request.queue.close());
    }

    private void await(Request request) throws InterruptedException, NetException {
        while (!isGranted(request)) {
            Outcome outcome = request.queue.await(always, Scope.current().deadline(), () -> isGranted(request));
            if (outcome != Outcome.WOKEN && withdraw(request)) {
                WaitFailure.check(outcome, "acquire");
            }
        }
    }

    private boolean isGranted(Request request) {
        synchronized (lock) {
            return request.granted;
        }
    }

    /// Takes back a request that will not wait any longer; false if it was granted in the meantime, and then
    /// the permit is the caller's all the same.
    private boolean withdraw(Request request) {
        synchronized (lock) {
            waiting.remove(request);
            return !request.granted;
        }
    }
}
