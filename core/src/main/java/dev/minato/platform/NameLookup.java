package dev.minato.platform;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Name look-up with a deadline: the system's resolver has none and cannot be interrupted, so it runs on a few
/// daemon threads of its own, and an answer that comes too late is dropped there.
/// For the real platforms.
public final class NameLookup {
    private static final int THREADS = 4;
    private static final int QUEUE = 1_024;

    private final Parking parking;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            Thread.ofPlatform().daemon().name("minato-lookup-", 0).factory());

    /// A look-up for callers that wait as `parking` says; its threads start when they are needed.
    public NameLookup(Parking parking) {
        this.parking = parking;
        threads.allowCoreThreadTimeOut(true);
    }

    /// See [Platform#resolve].
    public List<SocketAddr> resolve(String host, int port, long deadline) throws NetException {
        var question = new Question(host);
        try {
            threads.execute(question);
        } catch (RejectedExecutionException e) {
            throw failure(ErrorKind.OTHER, host)
                    .detail(QUEUE + " names are waiting to be looked up already")
                    .build();
        }
        return question.await(deadline).stream()
                .map(address -> SocketAddr.of(new InetSocketAddress(address, port)))
                .toList();
    }

    private static NetException.Builder failure(ErrorKind kind, String host) {
        return NetException.builder(kind, "resolve").address(host);
    }

    /// One name on its way: asked for by one thread, answered by another.
    private final class Question implements Runnable {
        private final String host;
        private final Handle handle = new Handle();
        private final WaitQueue asker = new WaitQueue(parking);
        private volatile @Nullable List<InetAddress> addresses;
        private volatile @Nullable UnknownHostException unknown;

        Question(String host) {
            this.host = host;
        }

        @Override
        public void run() {
            if (handle.isClosed()) {
                return;
            }
            try {
                addresses = Arrays.asList(InetAddress.getAllByName(host));
            } catch (UnknownHostException e) {
                unknown = e;
            }
            asker.wakeAll();
        }

        List<InetAddress> await(long deadline) throws NetException {
            Waiter waiter = asker.join(handle);
            try {
                Outcome outcome = Outcome.WOKEN;
                while (addresses == null && unknown == null && outcome == Outcome.WOKEN) {
                    outcome = waiter.park(deadline);
                }
                return answer(outcome);
            } finally {
                handle.close();
                asker.leave(waiter, true);
                asker.close();
            }
        }

        private List<InetAddress> answer(Outcome outcome) throws NetException {
            if (addresses != null) {
                return addresses;
            }
            if (unknown != null) {
                throw failure(ErrorKind.HOST_NOT_FOUND, host).cause(unknown).build();
            }
            throw failure(outcome == Outcome.TIMED_OUT ? ErrorKind.TIMED_OUT : ErrorKind.INTERRUPTED, host)
                    .build();
        }
    }
}
