package dev.minato.testing.network;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.KeepAliveTimes;
import dev.minato.net.Received;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.net.UdpSocket;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Pattern;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// What runs on a [Host]: it echoes on port 7, TCP and UDP, and does one command a line. An answer is `ok` and
/// what there is to say, or the kind, the operation, the address and the system's number of a failure.
///
/// | command | what it does |
/// |---|---|
/// | `connect HOST:PORT MS` | connects within that time |
/// | `keep-alive SECONDS` | probes a silent peer after that time, and as often again, twice |
/// | `user-timeout MS` | bounds how long what was sent may stay unacknowledged |
/// | `exchange BYTES` | sends that much to the echo, and checks what comes back |
/// | `write BYTES` | sends that much |
/// | `read MS` | waits for a byte for that time |
/// | `discard BYTES` | reads that much |
/// | `finish` | ends writing, and waits for the end of the stream |
/// | `datagrams HOST:PORT COUNT SIZE` | has each of them echoed, and sends those again that are lost |
/// | `send HOST:PORT SIZE` | sends one datagram |
public final class HostProgram {
    /// What it says first, when it echoes.
    static final String READY = "ready";

    private static final int ECHO = 7;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SILENCE = Duration.ofMillis(300);

    private @Nullable TcpStream stream;

    private HostProgram() {}

    /// Runs until its input ends.
    public static void main(String[] args) throws Exception {
        var listener = TcpListener.bind("[::]:" + ECHO);
        var socket = UdpSocket.bind("[::]:" + ECHO);
        Tasks.spawn(() -> echo(listener));
        Tasks.spawn(() -> echo(socket));
        System.out.println(READY);
        var program = new HostProgram();
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            System.out.println(program.answer(line));
        }
    }

    private static void echo(TcpListener listener) {
        for (TcpStream stream : listener.incoming()) {
            Tasks.spawn(() -> echo(stream));
        }
    }

    private static void echo(TcpStream stream) throws NetException {
        try (stream) {
            var buffer = ByteBuffer.allocate(64 * 1024);
            while (stream.read(buffer.clear()) != -1) {
                stream.writeAll(buffer.flip());
            }
        }
    }

    private static void echo(UdpSocket socket) throws NetException {
        var buffer = ByteBuffer.allocate(64 * 1024);
        var received = new Received();
        for (; ; ) {
            socket.recvFrom(buffer.clear(), received);
            socket.sendTo(buffer.flip(), received.sender());
        }
    }

    private String answer(String line) {
        try {
            return "ok " + Tasks.withDeadline(PATIENCE, () -> run(line.split(" ")));
        } catch (NetException e) {
            return e.kind().name() + " " + e.operation() + " " + e.address().orElse("")
                    + (e.osError().isPresent() ? " " + e.osError().getAsInt() : "");
        } catch (Exception | AssertionError e) {
            return e.toString();
        }
    }

    private Object run(String[] words) throws Exception {
        return switch (words[0]) {
            case "connect" -> connect(words[1], Duration.ofMillis(Long.parseLong(words[2])));
            case "keep-alive" -> keepAlive(Duration.ofSeconds(Long.parseLong(words[1])));
            case "user-timeout" -> userTimeout(Duration.ofMillis(Long.parseLong(words[1])));
            case "exchange" -> exchange(Integer.parseInt(words[1]));
            case "write" -> write(Integer.parseInt(words[1]));
            case "read" -> read(Duration.ofMillis(Long.parseLong(words[1])));
            case "discard" -> discard(Integer.parseInt(words[1]));
            case "finish" -> finish();
            case "datagrams" -> new Echoing(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3])).run();
            case "send" -> send(words[1], Integer.parseInt(words[2]));
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private TcpStream stream() {
        if (stream == null) {
            throw new IllegalStateException("not connected");
        }
        return stream;
    }

    private SocketAddr connect(String address, Duration timeout) throws NetException {
        if (stream != null) {
            stream.close();
        }
        stream = TcpStream.connect(address, timeout);
        return stream.peerAddress();
    }

    private Duration keepAlive(Duration time) throws NetException {
        stream().setKeepAliveTimes(new KeepAliveTimes(time, time, 2));
        stream().setKeepAlive(true);
        return time;
    }

    private Duration userTimeout(Duration time) throws NetException {
        stream().setUserTimeout(time);
        return time;
    }

    private int exchange(int bytes) throws Exception {
        var connection = stream();
        try (var group = new TaskGroup()) {
            group.spawn(() -> connection.writeAll(Pattern.bytes(0, bytes)));
            var back = ByteBuffer.allocate(bytes);
            connection.readExact(back);
            Pattern.check(back.flip(), 0);
            group.join();
        }
        return bytes;
    }

    private int write(int bytes) throws NetException {
        stream().writeAll(Pattern.bytes(0, bytes));
        return bytes;
    }

    private int read(Duration timeout) throws NetException {
        stream().setReadTimeout(timeout);
        return stream().read(ByteBuffer.allocate(1));
    }

    private int discard(int bytes) throws NetException {
        stream().clearReadTimeout();
        stream().readExact(ByteBuffer.allocate(bytes));
        return bytes;
    }

    private int finish() throws NetException {
        stream().shutdown(Shutdown.WRITE);
        return stream().readToEnd(1).length;
    }

    private static int send(String address, int size) throws NetException {
        try (var socket = UdpSocket.bind(anyOfTheFamilyOf(address))) {
            socket.sendTo(Pattern.bytes(0, size), address);
        }
        return size;
    }

    private static String anyOfTheFamilyOf(String address) {
        return address.startsWith("[") ? "[::]:0" : "0.0.0.0:0";
    }

    /// Datagrams with a number each, which is also where their [Pattern] begins.
    private static final class Echoing {
        private final String address;
        private final int count;
        private final int size;
        private final BitSet back = new BitSet();
        private int latest;
        private int overtaken;
        private int resent;

        Echoing(String address, int count, int size) {
            this.address = address;
            this.count = count;
            this.size = size;
        }

        String run() throws NetException {
            try (var socket = UdpSocket.bind(anyOfTheFamilyOf(address))) {
                socket.setReadTimeout(SILENCE);
                socket.connect(address);
                sendMissing(socket);
                while (back.cardinality() < count) {
                    if (!receive(socket)) {
                        resent += count - back.cardinality();
                        sendMissing(socket);
                    }
                }
            }
            return "overtaken " + overtaken + " resent " + resent;
        }

        private void sendMissing(UdpSocket socket) throws NetException {
            for (int i = back.nextClearBit(0); i < count; i = back.nextClearBit(i + 1)) {
                var datagram = ByteBuffer.allocate(size);
                Pattern.put(datagram.putInt(i), i);
                socket.send(datagram.flip());
            }
        }

        private boolean receive(UdpSocket socket) throws NetException {
            var datagram = ByteBuffer.allocate(size + 1);
            try {
                socket.recv(datagram);
            } catch (NetException e) {
                if (e.kind() != ErrorKind.TIMED_OUT) {
                    throw e;
                }
                return false;
            }
            int number = datagram.flip().getInt();
            if (datagram.remaining() != size - Integer.BYTES) {
                throw new AssertionError("a datagram of " + datagram.limit());
            }
            Pattern.check(datagram, number);
            overtaken += number < latest ? 1 : 0;
            latest = Math.max(latest, number);
            back.set(number);
            return true;
        }
    }
}
