package dev.minato.gallery;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A relay on loopback that writes down what a client and a server say to each other, to make the captures
/// anew. `src/test/captures/record` runs it.
///
/// ```
///   client ──▶ 127.0.0.1:listen ──▶ 127.0.0.1:target        NAME.client.hex
///          ◀──                  ◀──                         NAME.server.hex
/// ```
///
/// Without a target it listens alone: enough for a client that speaks first. It runs the command that makes
/// the client connect, and ends when the command has ended; every connection is relayed, and one is written
/// down.
final class Recorder {
    private static final int MAX_BYTES = 64 * 1024;
    private static final Duration LAST_BYTES = Duration.ofSeconds(2);

    private final Side client = new Side();
    private final Side server = new Side();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger connections = new AtomicInteger();
    private final String target;
    private final int recorded;

    /// @param target an address, or empty
    /// @param recorded which connection is written down; the first is 1
    private Recorder(String target, int recorded) {
        this.target = target;
        this.recorded = recorded;
    }

    /// Arguments: folder, protocol, client, server, address to listen on, address of the server or `-`, number
    /// of the connection, command. The command has the port that is listened on as `PORT` in its environment.
    static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        String protocol = args[1];
        String command = args[7];
        var recorder = new Recorder(args[5].equals("-") ? "" : args[5], Integer.parseInt(args[6]));
        recorder.record(args[4], command);
        recorder.client.save(folder, new Capture(protocol, args[2], args[3], command, new byte[0]), "client");
        recorder.server.save(folder, new Capture(protocol, args[3], args[2], command, new byte[0]), "server");
    }

    private void record(String address, String command) throws IOException, InterruptedException {
        try (var listener = TcpListener.bind(address)) {
            Tasks.spawn(() -> serve(listener));
            run(command, listener.localAddress().port());
            ended.await(LAST_BYTES.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void run(String command, int port) throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder("bash", "-c", command).inheritIO().redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PORT", Integer.toString(port));
        builder.start().waitFor();
    }

    private void serve(TcpListener listener) {
        for (TcpStream stream : listener.incoming()) {
            boolean isRecorded = connections.incrementAndGet() == recorded;
            Tasks.spawn(() -> relay(stream, isRecorded));
        }
    }

    private void relay(TcpStream stream, boolean isRecorded) throws Exception {
        Side fromClient = isRecorded ? client : new Side();
        Side fromServer = isRecorded ? server : new Side();
        try (stream) {
            if (target.isEmpty()) {
                fromClient.readAll(stream);
                return;
            }
            try (var peer = TcpStream.connect(target);
                    var group = new TaskGroup()) {
                group.spawn(() -> fromClient.copy(stream, peer));
                group.spawn(() -> fromServer.copy(peer, stream));
                group.join();
            }
        } finally {
            if (isRecorded) {
                ended.countDown();
            }
        }
    }

    /// What one side sent.
    private static final class Side {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        void copy(TcpStream from, TcpStream to) throws NetException {
            var buffer = ByteBuffer.allocate(16 * 1024);
            while (read(from, buffer.clear()) != -1) {
                keep(buffer.flip());
                to.writeAll(buffer);
            }
            to.shutdown(Shutdown.WRITE);
        }

        void readAll(TcpStream from) throws NetException {
            var buffer = ByteBuffer.allocate(16 * 1024);
            while (read(from, buffer.clear()) != -1) {
                keep(buffer.flip());
            }
        }

        /// A program that leaves with unread bytes resets the connection, which ends it as well.
        private static int read(TcpStream from, ByteBuffer buffer) throws NetException {
            try {
                return from.read(buffer);
            } catch (NetException e) {
                if (e.kind() != ErrorKind.CONNECTION_RESET) {
                    throw e;
                }
                return -1;
            }
        }

        private synchronized void keep(ByteBuffer buffer) {
            bytes.write(buffer.array(), buffer.position(), buffer.remaining());
        }

        synchronized void save(Path folder, Capture capture, String side) throws IOException {
            if (bytes.size() > MAX_BYTES) {
                throw new IOException("more than " + MAX_BYTES + " bytes: let it say less");
            }
            if (bytes.size() > 0) {
                new Capture(
                                capture.protocol(),
                                capture.sender(),
                                capture.receiver(),
                                capture.command(),
                                bytes.toByteArray())
                        .write(Capture.file(folder, capture.protocol(), side));
            }
        }
    }
}
