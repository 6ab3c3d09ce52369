package dev.minato.activation;

import dev.minato.platform.Platform;
import dev.minato.platform.kernel.MonotonicClock;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The service manager that started this process, if it wants to be told how the service is (`Type=notify` of
/// systemd.service(5)); see sd_notify(3).
///
/// {@snippet file="dev/minato/examples/activation/ActivatedEcho.java" region="notify"}
///
/// Where nobody wants to be told (`NOTIFY_SOCKET` is not set), every call is a no-op. A message that cannot be sent
/// is logged, the first time, and ends nothing. Messages go from this process itself, so `NotifyAccess=main` is
/// enough.
///
/// **The watchdog** ([#startWatchdog]) says that the service is alive at half of `WatchdogSec=`, and only if every
/// event loop and poller has come round since it said so last. A task that holds a loop makes it fall silent until
/// it lets go, and the manager restarts a service that is silent for too long. With shared scheduling and on the jdk
/// platform, where loops and pollers run on the JDK's scheduler, it falls silent when all its carriers are held.
///
/// The jdk platform has no Unix datagram sockets: it logs once that the manager is told nothing. Safe for use by
/// several threads.
public final class ServiceManager implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(ServiceManager.class.getName());

    /// The manager reads 4,096 bytes of a message at most.
    private static final int MAX_STATUS = 1000;

    private static final long NANOS_PER_MICRO = 1000;

    private final Optional<NotifySocket> socket;
    private final Optional<Duration> watchdogTimeout;
    private final Heartbeat heartbeat = new Heartbeat(Platform.current());
    private final AtomicBoolean watching = new AtomicBoolean();

    private ServiceManager(Optional<NotifySocket> socket, Optional<Duration> watchdogTimeout) {
        this.socket = socket;
        this.watchdogTimeout = watchdogTimeout;
    }

    /// Returns the service manager of this process, by its environment.
    public static ServiceManager current() {
        return of(System.getenv());
    }

    /// Returns the service manager that these variables describe: `NOTIFY_SOCKET`, `WATCHDOG_USEC` and
    /// `WATCHDOG_PID`. What is malformed is logged, and counts as not set.
    public static ServiceManager of(Map<String, String> environment) {
        Objects.requireNonNull(environment, "environment");
        Optional<NotifySocket> socket = NotifySocket.of(environment);
        return new ServiceManager(socket, socket.flatMap(_ -> watchdogTimeout(environment)));
    }

    private static Optional<Duration> watchdogTimeout(Map<String, String> environment) {
        Optional<String> micros = Optional.ofNullable(environment.get("WATCHDOG_USEC"));
        Optional<String> pid = Optional.ofNullable(environment.get("WATCHDOG_PID"));
        try {
            boolean isOurs = pid.isEmpty()
                    || Long.parseLong(pid.get()) == ProcessHandle.current().pid();
            return micros.filter(_ -> isOurs)
                    .map(Long::parseLong)
                    .filter(number -> number > 0)
                    .map(number -> Duration.ofNanos(Math.multiplyExact(number, NANOS_PER_MICRO)));
        } catch (NumberFormatException | ArithmeticException e) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "no watchdog: WATCHDOG_USEC or WATCHDOG_PID is no number: " + e.getMessage());
            return Optional.empty();
        }
    }

    /// Whether somebody wants to be told.
    public boolean isThere() {
        return socket.isPresent();
    }

    /// Returns after how long a silence the manager takes the service for dead; empty if it does not watch.
    public Optional<Duration> watchdogTimeout() {
        return watchdogTimeout;
    }

    /// Says that the service is ready: it has started, or a reload is over (`READY=1`).
    public void ready() {
        send("READY=1");
    }

    /// Says that the service reads its configuration again; [#ready] says when that is over (`RELOADING=1`, with
    /// the time that `Type=notify-reload` needs).
    public void reloading() {
        send("RELOADING=1\nMONOTONIC_USEC=" + MonotonicClock.micros());
    }

    /// Says that the service begins to stop (`STOPPING=1`).
    public void stopping() {
        send("STOPPING=1");
    }

    /// Says how the service is, in one line, which `systemctl status` shows (`STATUS=`). Control characters become
    /// spaces, and what is over 1,000 characters is cut off.
    public void status(String line) {
        Objects.requireNonNull(line, "line");
        StringBuilder clean = new StringBuilder("STATUS=");
        line.chars().limit(MAX_STATUS).forEach(c -> clean.append(Character.isISOControl(c) ? ' ' : (char) c));
        send(clean.toString());
    }

    private void send(String message) {
        socket.ifPresent(open -> open.send(message));
    }

    /// Starts to say that the service is alive, in a task, until [#close]; no-op if the manager does not watch, or
    /// at the second call. The task is on the platform of the calling code.
    public void startWatchdog() {
        if (watchdogTimeout.isPresent() && watching.compareAndSet(false, true)) {
            long pause = Math.max(1, watchdogTimeout.get().toNanos() / 2);
            var _ = Tasks.spawn("watchdog", () -> watch(pause));
        }
    }

    private void watch(long pause) {
        while (heartbeat.awaitAll()) {
            send("WATCHDOG=1");
            if (!heartbeat.pause(pause)) {
                return;
            }
        }
    }

    /// Ends the watchdog and closes the socket; later calls are no-ops.
    @Override
    public void close() {
        heartbeat.close();
        socket.ifPresent(NotifySocket::close);
    }
}
