package dev.minato.cli;

import dev.minato.activation.ServiceManager;
import dev.minato.error.NetException;
import dev.minato.server.DrainReport;
import dev.minato.server.ServerMetrics;
import dev.minato.services.Server;
import dev.minato.task.Signal;
import dev.minato.task.Signals;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/// The life of a server that is open, as signals and the end of its work have it; the service manager is told.
///
/// ```
///  READY ──SIGINT, SIGTERM──▶ STOPPING: drain ──▶ the end
///   │ ▲                          └──a second one──▶ the end, at once
///   │ └── reload, RELOADING ◀──SIGHUP
///   ├──a service has ended, by a bug──▶ STOPPING: drain ──▶ the end, as a failure
///   └──the last connection has ended, of a server that listens nowhere──▶ the end
/// ```
final class ServiceLife {
    private final Server server;
    private final ServerMetrics metrics;
    private final Signals signals;
    private final ServiceManager manager;
    private final Reloads reloads;
    private final Consumer<String> out;
    private final Runnable beforeExit;

    /// @param out takes lines that end in a newline
    /// @param beforeExit called before a second signal ends the process
    ServiceLife(
            Server server,
            ServerMetrics metrics,
            Signals signals,
            ServiceManager manager,
            Reloads reloads,
            Consumer<String> out,
            Runnable beforeExit) {
        this.server = server;
        this.metrics = metrics;
        this.signals = signals;
        this.manager = manager;
        this.reloads = reloads;
        this.out = out;
        this.beforeExit = beforeExit;
    }

    /// Serves until a signal, and drains; without anything bound until the last connection has ended, too.
    /// Fails if a bug has ended a service: nothing is to stay alive that no longer serves.
    void run(Duration drainTimeout) throws InterruptedException, NetException, Failure {
        manager.ready();
        manager.status(serving());
        manager.startWatchdog();
        Optional<Signal> signal = untilEnd();
        if (signal.isPresent()) {
            drain("SIG" + signal.get(), drainTimeout);
        } else if (!isOfConnectionsOnly()) {
            Throwable failure = server.awaitEnd().orElseThrow();
            drain("a service has ended", drainTimeout);
            throw Failure.bug("a service has ended by a bug, please report it: " + failure);
        }
    }

    private boolean isOfConnectionsOnly() {
        return server.boundServices().isEmpty();
    }

    private String serving() {
        int count = server.boundServices().size();
        return count == 0 ? "serving a connection" : "serving " + count + (count == 1 ? " socket" : " sockets");
    }

    /// Returns the signal that is to end it; empty if it has ended by itself.
    private Optional<Signal> untilEnd() throws InterruptedException, NetException {
        Optional<Signal> signal = signalOrEnd();
        while (signal.equals(Optional.of(Signal.HUP))) {
            reload();
            signal = signalOrEnd();
        }
        return signal;
    }

    private Optional<Signal> signalOrEnd() throws InterruptedException, NetException {
        try {
            return Tasks.<Optional<Signal>>race(List.of(() -> Optional.of(signals.await()), () -> {
                if (isOfConnectionsOnly()) {
                    boolean _ = server.awaitIdle();
                } else {
                    Optional<Throwable> _ = server.awaitEnd();
                }
                return Optional.empty();
            }));
        } catch (ExecutionException e) {
            throw new AssertionError("neither the signals nor the server fail", e);
        }
    }

    private void reload() {
        manager.reloading();
        boolean all = reloads.run(
                line -> out.accept(line + System.lineSeparator()),
                line -> StandardError.log(System.Logger.Level.WARNING, ServiceLife.class.getName(), line));
        manager.ready();
        manager.status(serving() + (all ? "" : "; the last reload failed"));
    }

    private void drain(String reason, Duration timeout) {
        manager.stopping();
        exitAtNext();
        String draining = draining(server.connections(), timeout);
        manager.status(draining);
        out.accept(String.format("%s: %s%n", reason, draining));
        DrainReport report = server.drain();
        out.accept(String.format("drained in %s: %s%n", Progress.text(report.duration()), report));
        String last = FinalReport.line(metrics.counts(), server.datagramCounts().values(), report);
        out.accept(last + System.lineSeparator());
    }

    private static String draining(int connections, Duration timeout) {
        return "draining " + connections + (connections == 1 ? " connection" : " connections") + " for at most "
                + DurationOption.text(timeout);
    }

    /// The signals stay taken until the process ends, so that one that comes late cannot spoil the exit code.
    private void exitAtNext() {
        Thread.ofPlatform().daemon().name("second-signal").start(() -> {
            try {
                Signal second = signals.await();
                while (second == Signal.HUP) { // There is nothing left to reload it for.
                    second = signals.await();
                }
                beforeExit.run();
                Runtime.getRuntime().halt(second.exitCode());
            } catch (InterruptedException | NetException e) {
                throw new AssertionError("nobody interrupts this thread or closes the signals", e);
            }
        });
    }
}
