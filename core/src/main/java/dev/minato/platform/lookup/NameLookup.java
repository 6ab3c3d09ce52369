package dev.minato.platform.lookup;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Scope;
import dev.minato.platform.kernel.DescriptorProbe;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitQueue;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Name look-up with a deadline: getaddrinfo(3) has none and cannot be interrupted, so it runs on a few
/// daemon threads of its own, and an answer that comes too late is dropped there.
/// For the real platforms.
///
/// ```
///  resolve ──▶ local threads: in the hosts file? ──▶ answered here
///                             localhost?         ──▶ loopback (RFC 6761, 6.3)
///                             any other name     ──▶ remote threads: DNS, or what nsswitch.conf(5) names
/// ```
///
/// The JDK says that a host is unknown also for want of a file descriptor, and goes on saying so for a while
/// (`networkaddress.cache.negative.ttl`). So nothing is asked while there is none, and what was not found then
/// may well be there: `TOO_MANY_OPEN_FILES`.
///
/// So what needs no name server never waits behind names whose server is silent. Four names are asked for at
/// once; a call that its caller has given up is not counted, up to 64 threads.
public final class NameLookup {
    private static final int AT_ONCE = 4;
    private static final int MAX_THREADS = 64;

    private final Parker parker;
    private final HostsFile hosts = HostsFile.ofTheSystem();
    private final LookupThreads local = new LookupThreads("minato-lookup-local-", AT_ONCE, AT_ONCE);
    private final LookupThreads remote = new LookupThreads("minato-lookup-", AT_ONCE, MAX_THREADS);

    /// A look-up for callers that wait as `parker` says; its threads start when they are needed.
    public NameLookup(Parker parker) {
        this.parker = parker;
    }

    /// See [Platform#resolve][dev.minato.platform.Platform#resolve].
    public List<SocketAddr> resolve(String host, int port, long deadline) throws NetException {
        var question = new Question(host);
        try {
            local.execute(question);
        } catch (RejectedExecutionException e) {
            throw tooMany(host);
        }
        return question.await(deadline).stream()
                .map(address -> SocketAddr.of(new InetSocketAddress(address, port)))
                .toList();
    }

    private static NetException tooMany(String host) {
        return failure(ErrorKind.OTHER, host)
                .detail("too many names are waiting to be looked up already")
                .build();
    }

    private static NetException.Builder failure(ErrorKind kind, String host) {
        return NetException.builder(kind, "resolve").address(host);
    }

    private static List<InetAddress> loopback() throws UnknownHostException {
        byte[] v6 = new byte[16];
        v6[15] = 1;
        return List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), InetAddress.getByAddress(v6));
    }

    /// The state of a question for the remote threads.
    private enum State {
        QUEUED,
        ASKED,
        GIVEN_UP,
        OVER
    }

    /// One name on its way: asked for by one thread, answered by another.
    private final class Question implements Runnable {
        private final String host;
        private final Handle handle = new Handle();
        private final WaitQueue asker = new WaitQueue(parker);
        private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);
        private final Runnable asking = this::askRemote;
        private volatile @Nullable List<InetAddress> addresses;
        private volatile @Nullable UnknownHostException unknown;
        private volatile @Nullable Throwable failed;
        private volatile boolean rejected;
        private volatile boolean outOfDescriptors;

        Question(String host) {
            this.host = host;
        }

        /// On a local thread, which must not block for long.
        @Override
        public void run() {
            if (handle.isClosed()) {
                return;
            }
            try {
                ask();
            } catch (Throwable thrown) {
                // Its asker alone depends on it, and is told.
                failed = thrown;
                asker.wakeAll();
            }
        }

        private void ask() {
            if (hosts.knows(host)) {
                askSystem();
                asker.wakeAll();
            } else if (host.equalsIgnoreCase("localhost")) {
                answer(NameLookup::loopback);
                asker.wakeAll();
            } else {
                goRemote();
            }
        }

        private void goRemote() {
            try {
                remote.execute(asking);
            } catch (RejectedExecutionException e) {
                rejected = true;
                asker.wakeAll();
                return;
            }
            // Its caller may have given up in between, and found nothing to take out.
            if (handle.isClosed()) {
                remote.remove(asking);
            }
        }

        private void askRemote() {
            if (!state.compareAndSet(State.QUEUED, State.ASKED)) {
                return;
            }
            try {
                askSystem();
            } finally {
                if (state.getAndSet(State.OVER) == State.GIVEN_UP) {
                    remote.cameBack();
                }
                asker.wakeAll();
            }
        }

        private void askSystem() {
            outOfDescriptors = DescriptorProbe.findsNone();
            if (!outOfDescriptors) {
                answer(() -> Arrays.asList(InetAddress.getAllByName(host)));
            }
        }

        private void answer(Answer by) {
            try {
                addresses = by.find();
            } catch (UnknownHostException e) {
                outOfDescriptors = DescriptorProbe.findsNone();
                unknown = e;
            } catch (Throwable thrown) {
                failed = thrown;
            }
        }

        List<InetAddress> await(long deadline) throws NetException {
            try {
                Outcome outcome;
                do {
                    outcome = asker.await(handle, deadline, this::isAnswered);
                } while (outcome == Outcome.WOKEN && !isAnswered());
                return answered(outcome);
            } finally {
                handle.close();
                giveUp();
                asker.close();
            }
        }

        private boolean isAnswered() {
            return addresses != null || unknown != null || failed != null || rejected || outOfDescriptors;
        }

        /// Nothing if it was answered.
        private void giveUp() {
            if (state.compareAndSet(State.QUEUED, State.GIVEN_UP)) {
                remote.remove(asking);
            } else if (state.compareAndSet(State.ASKED, State.GIVEN_UP)) {
                remote.gaveUp();
            }
        }

        private List<InetAddress> answered(Outcome outcome) throws NetException {
            if (addresses != null) {
                return addresses;
            }
            if (outOfDescriptors) {
                throw failure(ErrorKind.TOO_MANY_OPEN_FILES, host).build();
            }
            if (unknown != null) {
                throw failure(ErrorKind.HOST_NOT_FOUND, host).cause(unknown).build();
            }
            if (failed != null) {
                throw failure(ErrorKind.OTHER, host)
                        .detail("the look-up failed")
                        .cause(failed)
                        .build();
            }
            if (rejected) {
                throw tooMany(host);
            }
            throw Scope.current().failure(outcome, "resolve").withAddress(host);
        }
    }

    @FunctionalInterface
    private interface Answer {
        List<InetAddress> find() throws UnknownHostException;
    }
}
