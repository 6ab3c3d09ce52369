package dev.minato.net;

import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// The warm-up of a process that serves: short conversations of tasks over pairs of sockets, so that the classes below a
/// handler are loaded, the system calls linked, and the code compiled before the first connection.
///
/// It begins with the first listener, in a task beside the program, and ends with the first connection that a listener
/// accepts, which is served as it comes: then it would only be in the way. It makes one pair at a time.
final class WarmUp {
    /// More than the interpreter runs a method before it is compiled for the first time.
    private static final int PAIRS = 256;

    private static final int MESSAGES = 16;
    private static final int MESSAGE = 64;

    /// Whether there is nothing left to do: it has begun, or need not.
    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private static volatile boolean needed = true;

    private WarmUp() {}

    /// Begins, the first time; does nothing with `-Dminato.warmup=false`, nor on a platform without pairs of sockets,
    /// whose calls need no linking.
    static void begin(Platform platform) {
        if (!BEGUN.get()
                && BEGUN.compareAndSet(false, true)
                && isOf(platform)
                && Boolean.parseBoolean(System.getProperty("minato.warmup", "true"))) {
            spawn();
        }
    }

    /// Whether the platform warms up: one that has pairs of sockets.
    static boolean isOf(Platform platform) {
        return platform.capabilities().unixDatagrams();
    }

    private static void spawn() {
        try {
            var _ = Tasks.spawn("minato-warm-up", WarmUp::run);
        } catch (UncheckedIOException noLoops) {
            log(noLoops);
        }
    }

    /// Called at each accepted connection.
    static void end() {
        if (needed) {
            needed = false;
        }
    }

    /// Whether no connection has come yet.
    static boolean isNeeded() {
        return needed;
    }

    private static void run() throws InterruptedException {
        try {
            for (int i = 0; needed && i < PAIRS; i++) {
                converse();
            }
        } catch (NetException | ExecutionException e) {
            log(e);
        }
    }

    /// Such as no descriptor left: what comes is served all the same.
    private static void log(Exception failure) {
        System.getLogger(WarmUp.class.getName()).log(System.Logger.Level.DEBUG, "no warm-up", failure);
    }

    /// One pair of sockets, a task at each.
    static void converse() throws NetException, InterruptedException, ExecutionException {
        var pair = UnixStream.pair();
        try (UnixStream one = pair.first();
                UnixStream other = pair.second();
                var group = new TaskGroup()) {
            var _ = group.spawn(() -> echo(other));
            ask(one);
            group.join();
        }
    }

    private static void ask(UnixStream stream) throws NetException {
        ByteBuffer message = ByteBuffer.allocate(MESSAGE);
        for (int i = 0; i < MESSAGES; i++) {
            stream.writeAll(message.clear());
            stream.readExact(message.clear());
        }
        stream.shutdown(Shutdown.WRITE);
    }

    private static void echo(UnixStream stream) throws NetException {
        ByteBuffer message = ByteBuffer.allocate(MESSAGE);
        while (stream.read(message.clear()) >= 0) {
            stream.writeAll(message.flip());
        }
    }
}
