package dev.minato.activation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UnixDatagram;
import dev.minato.net.UnixReceived;
import dev.minato.platform.Platform;
import dev.minato.task.Tasks;
import dev.minato.testing.Able;
import dev.minato.testing.Eventually;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Tool;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a service manager is told, by a socket that stands for it; and that a service goes on where there is none.
@NetworkTest
class ServiceManagerTest {
    private static final String SELF = Long.toString(ProcessHandle.current().pid());
    private static final int MANY = 10;
    private static final Duration MANY_INTERVALS = Duration.ofMillis(500);

    @TempDir
    Path folder;

    private static void whereAble() {
        Assumptions.assumeTrue(Able.here().unixDatagrams());
    }

    private static String next(UnixDatagram manager) throws NetException {
        var buffer = ByteBuffer.allocate(5000);
        manager.recvFrom(buffer);
        return UTF_8.decode(buffer.flip()).toString();
    }

    private UnixDatagram manager() throws NetException {
        var manager = UnixDatagram.bind(folder.resolve("notify"));
        manager.setReadTimeout(Eventually.PATIENCE);
        return manager;
    }

    private Map<String, String> environment(String... more) {
        var environment =
                new HashMap<>(Map.of("NOTIFY_SOCKET", folder.resolve("notify").toString()));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    @Test
    void isToldEachStateInAMessageOfItsOwn() throws Exception {
        whereAble();
        try (var manager = manager();
                var service = ServiceManager.of(environment())) {
            assertThat(service.isThere()).isTrue();
            service.ready();
            service.status("serving\n3 sockets");
            service.stopping();
            assertThat(next(manager)).isEqualTo("READY=1");
            assertThat(next(manager)).isEqualTo("STATUS=serving 3 sockets");
            assertThat(next(manager)).isEqualTo("STOPPING=1");
            service.status("x".repeat(5000));
            assertThat(next(manager)).isEqualTo("STATUS=" + "x".repeat(1000));
        }
    }

    @Test
    void abstractNameIsSpokenTo() throws Exception {
        whereAble();
        String name = "minato-notify-" + SELF;
        try (var manager = UnixDatagram.bind(UnixAddr.ofAbstract(name));
                var service = ServiceManager.of(Map.of("NOTIFY_SOCKET", "@" + name))) {
            manager.setReadTimeout(Eventually.PATIENCE);
            service.ready();
            assertThat(next(manager)).isEqualTo("READY=1");
        }
    }

    /// `Type=notify-reload` takes a `RELOADING=1` for the answer to its signal only if its time is a later one of
    /// CLOCK_MONOTONIC (sd_notify(3)); Python reads the same clock.
    @Test
    void reloadCarriesTheTimeOfTheKernelsMonotonicClock() throws Exception {
        whereAble();
        try (var manager = manager();
                var service = ServiceManager.of(environment())) {
            long before = pythonMicros();
            service.reloading();
            long after = pythonMicros();
            String message = next(manager);
            assertThat(message).startsWith("RELOADING=1\nMONOTONIC_USEC=");
            long told = Long.parseLong(message.substring(message.lastIndexOf('=') + 1));
            assertThat(told).isBetween(before, after);
        }
    }

    private static long pythonMicros() throws Exception {
        String read = "import time; print(time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000)";
        return Long.parseLong(Tool.output("", "python3", "-c", read).strip());
    }

    @Test
    void nothingIsDoneWithoutAManager() {
        try (var service = ServiceManager.of(Map.of("WATCHDOG_USEC", "1000"))) {
            assertThat(service.isThere()).isFalse();
            assertThat(service.watchdogTimeout()).isEmpty();
            service.ready();
            service.reloading();
            service.status("fine");
            service.startWatchdog();
            service.stopping();
        }
    }

    @Test
    void managerThatIsGoneIsLoggedOnceAndEndsNothing() throws Exception {
        List<LogRecord> logged = logged(() -> {
            try (var service = ServiceManager.of(environment())) {
                service.ready();
                service.status("nobody listens");
                service.stopping();
            }
        });
        assertThat(logged).hasSize(1);
        assertThat(logged.getFirst().getMessage())
                .contains(Able.here().unixDatagrams() ? "READY=1" : "is told nothing");
    }

    @Test
    void addressOfAnotherKindIsLoggedOnceAndEndsNothing() throws Exception {
        for (String address : List.of("vsock:2:1234", "relative", "@", "/" + "x".repeat(200))) {
            List<LogRecord> logged = logged(() -> {
                try (var service = ServiceManager.of(Map.of("NOTIFY_SOCKET", address))) {
                    assertThat(service.isThere()).isFalse();
                    service.ready();
                }
            });
            assertThat(logged).as(address).hasSize(1);
        }
    }

    @Test
    void watchdogOfAnotherProcessOrAMalformedOneIsNone() throws Exception {
        whereAble();
        try (var _ = manager();
                var ours = ServiceManager.of(environment("WATCHDOG_USEC", "2000000", "WATCHDOG_PID", SELF));
                var any = ServiceManager.of(environment("WATCHDOG_USEC", "2000000"));
                var another = ServiceManager.of(environment("WATCHDOG_USEC", "2000000", "WATCHDOG_PID", "1"));
                var zero = ServiceManager.of(environment("WATCHDOG_USEC", "0"))) {
            assertThat(ours.watchdogTimeout()).contains(Duration.ofSeconds(2));
            assertThat(any.watchdogTimeout()).contains(Duration.ofSeconds(2));
            assertThat(another.watchdogTimeout()).isEmpty();
            assertThat(zero.watchdogTimeout()).isEmpty();
        }
        assertThat(logged(() -> {
                    try (var malformed = ServiceManager.of(environment("WATCHDOG_USEC", "often"))) {
                        assertThat(malformed.watchdogTimeout()).isEmpty();
                    }
                }))
                .hasSize(1);
    }

    /// With local scheduling one loop is enough, whichever it is; elsewhere all carriers have to be held.
    @Test
    void watchdogFallsSilentWhileALoopIsHeldAndComesAgain() throws Exception {
        whereAble();
        boolean local = Platform.current().choices().stream()
                .anyMatch(choice -> choice.value().equals("local"));
        int processors = Runtime.getRuntime().availableProcessors();
        try (var manager = manager();
                var service = ServiceManager.of(environment("WATCHDOG_USEC", "20000"))) {
            service.startWatchdog();
            assertThat(next(manager)).isEqualTo("WATCHDOG=1");
            assertThat(next(manager)).isEqualTo("WATCHDOG=1");
            for (int round = 0; round < (local ? processors : 1); round++) {
                var released = new AtomicBoolean();
                hold(local ? 1 : processors, released);
                try {
                    assertThat(beats(manager)).isLessThanOrEqualTo(1);
                } finally {
                    released.set(true);
                }
                assertThat(next(manager)).isEqualTo("WATCHDOG=1");
                assertThat(next(manager)).isEqualTo("WATCHDOG=1");
            }
        }
    }

    private static void hold(int tasks, AtomicBoolean released) throws Exception {
        var holding = new AtomicInteger();
        for (int i = 0; i < tasks; i++) {
            var _ = Tasks.spawn(() -> {
                holding.incrementAndGet();
                while (!released.get()) {
                    Thread.onSpinWait();
                }
            });
        }
        Eventually.holds("they hold", () -> holding.get() == tasks);
    }

    /// How many come in many intervals, beside those that are there already.
    private static int beats(UnixDatagram manager) throws NetException {
        var buffer = ByteBuffer.allocate(100);
        int count = 0;
        var into = new UnixReceived();
        while (manager.tryRecvFrom(buffer.clear(), into)) {}
        manager.setReadTimeout(MANY_INTERVALS);
        try {
            for (; count < MANY; count++) {
                manager.recvFrom(buffer.clear(), into);
            }
            return count;
        } catch (NetException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.TIMED_OUT);
            return count;
        } finally {
            manager.setReadTimeout(Eventually.PATIENCE);
        }
    }

    private interface Body {
        void run() throws Exception;
    }

    private static List<LogRecord> logged(Body body) throws Exception {
        var records = new ArrayList<LogRecord>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                records.add(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(ServiceManager.class.getName());
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        try {
            body.run();
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        return records;
    }
}
