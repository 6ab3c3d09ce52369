package dev.minato.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/// A program's `main`, on a thread of its own, started with an address whose port is free. Closing it
/// interrupts it, which must end it.
public final class Main implements AutoCloseable {
    private final InetSocketAddress address;
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final Thread thread;

    private Main(String program, InetSocketAddress address, String... arguments) {
        this.address = address;
        this.thread = Thread.ofVirtual().name(program).start(() -> run(program, arguments));
    }

    static Main start(String program, String... further) throws IOException {
        InetSocketAddress address = freePort();
        String[] arguments = new String[further.length + 1];
        arguments[0] = text(address);
        System.arraycopy(further, 0, arguments, 1, further.length);
        return new Main(program, address, arguments);
    }

    /// Starts one that listens at a path.
    static Main startAt(String program, Path path) {
        return new Main(program, InetSocketAddress.createUnresolved("none", 0), path.toString());
    }

    private void run(String program, String... arguments) {
        try {
            call(program, arguments);
        } catch (Exception e) {
            failure.complete(e);
        }
    }

    /// Runs a `main` to its end; what it printed.
    public static String printed(String program, String... arguments) throws Exception {
        PrintStream before = System.out;
        var bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            call(program, arguments);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void call(String program, String... arguments) throws Exception {
        var main = Class.forName("dev.minato.examples." + program).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        try {
            main.invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception thrown ? thrown : e;
        }
    }

    /// One that was free a moment ago.
    static InetSocketAddress freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        }
    }

    static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    InetSocketAddress address() {
        return address;
    }

    /// Fails if the program has.
    void checkRunning() {
        if (failure.isDone()) {
            throw new AssertionError(thread.getName() + " failed", failure.join());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        Threads.join(thread);
    }
}
