package dev.minato.net;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.Action;
import dev.minato.task.Permits;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Eventually;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// The program behind [ExternalWakeupTest]: tasks that keep every carrier busy, and one that platform threads
/// wake.
final class ExternalWakeupProgram {
    /// More than there are carriers, so that none is left over.
    private static final int BUSY = 4 * Runtime.getRuntime().availableProcessors();

    private static final int ROUNDS = 10;
    private static final Duration SHORT = Duration.ofMillis(1);

    private ExternalWakeupProgram() {}

    /// `NEVER_WAIT` or `PING_PONG`; `TIMEOUT`, `SLEEP`, `PERMIT` or `SOCKET`. Prints `well` in the end.
    public static void main(String[] arguments) throws Exception {
        Busy busy = arguments[0].equals("NEVER_WAIT")
                ? ExternalWakeupProgram::neverWaits
                : ExternalWakeupProgram::playsPingPong;
        Action wait = switch (arguments[1]) {
            case "TIMEOUT" -> ExternalWakeupProgram::timesOut;
            case "SLEEP" -> () -> Thread.sleep(SHORT); // what is tested: that it ends in time
            case "SOCKET" -> ExternalWakeupProgram::connectsAndAsks;
            default -> ExternalWakeupProgram::takesPermit;
        };
        besideTasks(busy, wait);
        System.out.println("well");
    }

    /// What keeps the carriers busy, until it is told to stop.
    private interface Busy {
        void run(TcpStream near, TcpStream far, Runnable turn, AtomicBoolean stop) throws NetException;
    }

    private static void besideTasks(Busy busy, Action wait) throws Exception {
        var stop = new AtomicBoolean();
        var running = new AtomicInteger();
        try (var group = TaskGroup.isolated()) {
            for (int i = 0; i < BUSY; i++) {
                group.spawn(() -> keepBusy(busy, stop, running));
            }
            Eventually.holds("all are busy", () -> running.get() >= BUSY);
            var rounds = new AtomicInteger();
            var waits = group.spawn(() -> {
                for (; rounds.get() < ROUNDS && !stop.get(); rounds.incrementAndGet()) {
                    wait.run();
                }
            });
            try {
                Eventually.holds("what a platform thread wakes runs", () -> rounds.get() == ROUNDS);
            } finally {
                stop.set(true);
                waits.join();
            }
        }
    }

    private static void keepBusy(Busy busy, AtomicBoolean stop, AtomicInteger running) throws NetException {
        var first = new AtomicBoolean(true);
        Runnable turn = () -> {
            if (first.getAndSet(false)) {
                running.incrementAndGet();
            }
        };
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var near = TcpStream.connect(listener.localAddress());
                var far = listener.accept()) {
            busy.run(near, far, turn, stop);
        }
    }

    private static void neverWaits(TcpStream near, TcpStream far, Runnable turn, AtomicBoolean stop)
            throws NetException {
        while (!stop.get() && far.isOpen()) {
            near.awaitWritable();
            turn.run();
        }
    }

    private static void playsPingPong(TcpStream near, TcpStream far, Runnable turn, AtomicBoolean stop)
            throws NetException {
        try (var group = new TaskGroup()) {
            group.spawn(() -> echo(far));
            var one = ByteBuffer.allocate(1);
            while (!stop.get()) {
                near.writeAll(one.clear());
                near.readExact(one.clear());
                turn.run();
            }
            near.shutdown(Shutdown.WRITE);
        }
    }

    private static void echo(TcpStream stream) throws NetException {
        var one = ByteBuffer.allocate(1);
        while (stream.read(one.clear()) != -1) {
            stream.writeAll(one.flip());
        }
    }

    private static void timesOut() throws NetException {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            listener.accept(SHORT);
            throw new AssertionError("nobody connects");
        } catch (NetException expired) {
            if (expired.kind() != ErrorKind.TIMED_OUT) {
                throw expired;
            }
        }
    }

    /// A connection and a task of its own, which a platform thread accepts and starts.
    private static void connectsAndAsks() throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            var server = Thread.ofPlatform().start(() -> acceptAndServe(listener));
            try (var client = TcpStream.connect(listener.localAddress())) {
                client.writeAll(new byte[] {1});
                client.readExact(ByteBuffer.allocate(1));
            }
            server.join();
        }
    }

    private static void acceptAndServe(TcpListener listener) {
        try {
            var accepted = listener.accept();
            Tasks.spawn(() -> {
                try (accepted) {
                    echo(accepted);
                }
            });
        } catch (NetException e) {
            throw new AssertionError(e);
        }
    }

    private static void takesPermit() throws Exception {
        var permits = new Permits(1);
        permits.acquire();
        var outside = Thread.ofPlatform().start(permits::release);
        permits.acquire();
        outside.join();
    }
}
