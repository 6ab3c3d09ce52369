package dev.minato.platform.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.Resolver;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.net.UdpSocket;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

/// A program that uses up its descriptors, then does something for the first time, and prints `well` if it
/// works.
final class Scarcity {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    enum Scene {
        /// There is room for a selector, and not for what the JDK opens to park virtual threads in it.
        FIRST_WAIT,
        /// There is no room for any selector: the wait says so, and the next one works when there is.
        FIRST_SELECTOR,
        /// The last descriptor is that of a connection: a flood came before the listener had to wait for any.
        FIRST_CONNECTION,
        /// There is no room for a second selector.
        SECOND_POLLER,
        /// The accept loop logs for the first time in the process that it has none.
        FIRST_LOG_LINE,
        /// The first name of all is looked up, in vain; it is found when there is room.
        FIRST_NAME,
        /// A name is looked up in vain when others were before; it is found when there is room.
        NAME,
        /// A task fails that nobody joins, and its log line is the first in the process: it may be lost, and
        /// nothing else is.
        FAILED_TASK
    }

    private final Deque<FileInputStream> hoard = new ArrayDeque<>();

    private Scarcity() {}

    public static void main(String[] arguments) throws Exception {
        var program = new Scarcity();
        switch (Scene.valueOf(arguments[0])) {
            case FIRST_WAIT -> program.firstWait();
            case FIRST_SELECTOR -> program.firstSelector();
            case FIRST_CONNECTION -> program.firstConnection();
            case SECOND_POLLER -> program.secondPoller();
            case FIRST_LOG_LINE -> program.firstLogLine();
            case FIRST_NAME -> {
                UdpSocket.bind("127.0.0.1:0").close(); // the platform is there
                program.name();
            }
            case NAME -> {
                check(!Resolver.lookupHost("one.test").isEmpty(), "no address");
                program.name();
            }
            case FAILED_TASK -> program.failedTask();
        }
        System.out.println("well");
        System.exit(0);
    }

    private void firstWait() throws Exception {
        try (var socket = UdpSocket.bind("127.0.0.1:0");
                var sender = UdpSocket.bind("127.0.0.1:0")) {
            takeAllBut(2);
            receiveOne(socket, sender);
        }
    }

    private void firstSelector() throws Exception {
        try (var socket = UdpSocket.bind("127.0.0.1:0");
                var sender = UdpSocket.bind("127.0.0.1:0")) {
            takeAllBut(0);
            try {
                socket.recvFrom(ByteBuffer.allocate(8));
                check(false, "a datagram that nobody sent");
            } catch (NetException e) {
                check(e.kind() == ErrorKind.TOO_MANY_OPEN_FILES, e.toString());
            }
            giveBack(hoard.size());
            receiveOne(socket, sender);
        }
    }

    private void firstConnection() throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var client = SocketChannel.open()) {
            client.connect(listener.localAddress().toInetSocketAddress());
            parkOneInTheJdk();
            takeAllBut(1);
            try (var stream = listener.accept()) {
                stream.setReadTimeout(Duration.ofMillis(1));
                stream.read(ByteBuffer.allocate(8));
                check(false, "bytes that nobody sent");
            } catch (NetException e) {
                check(e.kind() == ErrorKind.TIMED_OUT, e.toString());
            }
        }
    }

    private void secondPoller() throws Exception {
        try (var first = UdpSocket.bind("127.0.0.1:0");
                var second = UdpSocket.bind("127.0.0.1:0");
                var sender = UdpSocket.bind("127.0.0.1:0")) {
            receiveOne(first, sender);
            takeAllBut(0);
            receiveOne(second, sender);
        }
    }

    private void firstLogLine() throws Exception {
        var log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, UTF_8));
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var client = SocketChannel.open()) {
            client.connect(listener.localAddress().toInetSocketAddress());
            Iterator<TcpStream> connections = listener.incoming().iterator();
            takeAllBut(0);
            Task<Boolean> accepting = Tasks.spawn(connections::hasNext);
            await(() -> accepting.isFinished() || log.toString(UTF_8).contains("too many open files"));
            giveBack(hoard.size());
            check(Tasks.withDeadline(PATIENCE, accepting::join), "accepted nothing");
        }
    }

    private void name() throws Exception {
        takeAllBut(0);
        checkLookup("other.test", ErrorKind.TOO_MANY_OPEN_FILES);
        checkLookup("nobody.invalid", ErrorKind.TOO_MANY_OPEN_FILES);
        giveBack(hoard.size());
        check(!Resolver.lookupHost("other.test").isEmpty(), "no address");
        checkLookup("nobody.invalid", ErrorKind.HOST_NOT_FOUND);
    }

    private static void checkLookup(String name, ErrorKind kind) {
        try {
            check(false, name + " is " + Resolver.lookupHost(name));
        } catch (NetException e) {
            check(e.kind() == kind, e.toString());
        }
    }

    private void failedTask() throws Exception {
        System.setErr(new PrintStream(new ByteArrayOutputStream(), true, UTF_8));
        takeAllBut(0);
        var thread = new CompletableFuture<Thread>();
        Task<?> failing = Tasks.spawn(() -> {
            thread.complete(Thread.currentThread());
            throw new IllegalStateException("a bug");
        });
        thread.join().join();
        check(Tasks.spawn(() -> true).join(), "no other task");
        try {
            failing.join();
            check(false, "no failure");
        } catch (ExecutionException e) {
            check(e.getCause() instanceof IllegalStateException, e.toString());
        }
    }

    /// A thread that surely waits for a datagram gets it.
    private static void receiveOne(UdpSocket socket, UdpSocket sender) throws Exception {
        socket.setReadTimeout(PATIENCE);
        var received = new CompletableFuture<String>();
        Thread receiver = Thread.ofPlatform().daemon().start(() -> {
            try {
                socket.recvFrom(ByteBuffer.allocate(8));
                received.complete("");
            } catch (IOException | RuntimeException e) {
                received.complete(e.toString());
            }
        });
        await(() -> receiver.getState() == Thread.State.WAITING || received.isDone());
        sender.sendTo(ByteBuffer.allocate(1), socket.localAddress());
        String failure = received.join();
        check(failure.isEmpty(), failure);
    }

    /// What the JDK opens once to park virtual threads is open afterwards; a thread beside us may want it at any
    /// time, and would take the last descriptor.
    private static void parkOneInTheJdk() throws Exception {
        try (var selector = Selector.open()) {
            Thread parked = Thread.ofVirtual().start(() -> {
                try {
                    selector.select();
                } catch (IOException e) {
                    check(false, e.toString());
                }
            });
            await(() -> parked.getState() == Thread.State.WAITING);
            selector.wakeup();
            parked.join();
        }
    }

    private void takeAllBut(int left) throws IOException {
        boolean more = true;
        while (more) {
            try {
                hoard.push(new FileInputStream("/dev/null"));
            } catch (IOException none) {
                more = false;
            }
        }
        giveBack(left);
    }

    private void giveBack(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            hoard.pop().close();
        }
    }

    @SuppressWarnings("ThreadPriorityCheck")
    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) { // whoever started this process ends it
            Thread.yield();
        }
    }

    private static void check(boolean well, String otherwise) {
        if (!well) {
            System.out.println(otherwise);
            System.exit(1);
        }
    }
}
