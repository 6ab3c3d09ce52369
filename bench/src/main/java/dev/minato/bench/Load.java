package dev.minato.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// One run of the load generator against a server.
final class Load {
    private static final int SPARE_SECONDS = 30;
    private static final Duration DATAGRAMS_FLY = Duration.ofMillis(200);

    /// So many that what serves a connection from its first line is compiled, too, before one is measured: a
    /// handler that was entered while it was interpreted stays so, down the stack, for as long as it lives.
    private static final int WARM_LOADS = 5;

    /// Whatever is measured then: the code of handshakes is much, and records of another length are other code.
    private static final List<Shape> OVER_TLS = List.of(
            Shape.TLS_HANDSHAKE,
            Shape.TLS_RESUMED,
            Shape.TLS_SMALL,
            Shape.TLS_SMALL_BATCHES,
            Shape.TLS_LARGE,
            Shape.TLS_LARGE_BATCHES,
            Shape.TLS_HANDSHAKE,
            Shape.TLS_RESUMED);

    private Load() {}

    /// Something of the server that grows with each message.
    @FunctionalInterface
    interface Probe {
        long read() throws IOException;
    }

    /// Runs the load on `core`, and reads `probe` when it has warmed up and when it has measured.
    ///
    /// @throws IOException if a connection failed, a byte was wrong, or no message was answered
    static Measurement run(
            Tools tools, Server server, String core, Shape shape, double warm, double seconds, Probe probe)
            throws IOException, InterruptedException {
        Process load = start(tools, server, core, shape, warm, seconds);
        awaitWarm(load.errorReader(StandardCharsets.UTF_8));
        long before = probe.read();
        String result = load.inputReader(StandardCharsets.UTF_8).readLine();
        long after = probe.read();
        int status = ended(load, shape);
        if (result == null) {
            throw new IOException("the load ended with status " + status);
        }
        return checked(Measurement.parse(result, after - before));
    }

    /// Runs loads for so long without measuring.
    ///
    /// @throws IOException if a connection failed, or a byte was wrong
    static void warmUp(Tools tools, Server server, Shape shape, double seconds)
            throws IOException, InterruptedException {
        List<Shape> loads = warming(tools, shape);
        for (Shape load : loads) {
            Process process = start(tools, server, Pass.LOAD_CORE, load, 0, seconds / loads.size());
            awaitWarm(process.errorReader(StandardCharsets.UTF_8));
            int status = ended(process, load);
            if (status != 0) {
                throw new IOException("the load that warms up ended with status " + status);
            }
        }
    }

    /// The first is one of connections that come and go, since a JVM compiles what was entered some hundred times.
    private static List<Shape> warming(Tools tools, Shape shape) {
        List<Shape> loads = new ArrayList<>(Collections.nCopies(WARM_LOADS, shape));
        return switch (shape.protocol()) {
            case UDP -> List.of(shape);
            case TLS -> OVER_TLS;
            case TCP, PROXY -> {
                if (tools.hasC()) {
                    loads.set(0, Shape.TCP_CONNECT);
                }
                yield loads;
            }
        };
    }

    /// The status of a load that is about to end. What a server still answers must not meet the ports of the
    /// next load, which would take it for wrong.
    private static int ended(Process load, Shape shape) throws InterruptedException {
        int status = load.waitFor();
        if (shape.protocol() == Protocol.UDP) {
            Thread.sleep(DATAGRAMS_FLY);
        }
        return status;
    }

    private static Process start(Tools tools, Server server, String core, Shape shape, double warm, double seconds)
            throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("127.0.0.1", Integer.toString(server.port()), Integer.toString(shape.clients())));
        if (!shape.connectsAnew()) {
            arguments.add(Integer.toString(shape.inFlight()));
        }
        arguments.addAll(List.of(Integer.toString(shape.bytes()), Double.toString(warm), Double.toString(seconds)));
        if (shape.resumes()) {
            arguments.add("resume");
        }
        Process load = Children.start(new ProcessBuilder(tools.pinned(core, command(tools, shape, arguments))));
        Children.limit(load, warm + seconds + SPARE_SECONDS);
        return load;
    }

    private static List<String> command(Tools tools, Shape shape, List<String> arguments) throws IOException {
        return shape.connectsAnew()
                ? tools.connectingCommand(shape.protocol(), arguments)
                        .orElseThrow(() -> new IOException("no C compiler"))
                : tools.loadCommand(shape.protocol(), arguments);
    }

    private static void awaitWarm(BufferedReader errors) throws IOException {
        for (String line = errors.readLine(); line != null && !line.equals("warm"); line = errors.readLine()) {
            System.err.println("load: " + line);
        }
    }

    private static Measurement checked(Measurement measured) throws IOException {
        if (measured.wrong() > 0) {
            throw new IOException(measured.wrong() + " answers with wrong bytes");
        }
        if (measured.messages() == 0) {
            throw new IOException("no message was answered");
        }
        return measured;
    }
}
