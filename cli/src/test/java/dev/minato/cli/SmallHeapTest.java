package dev.minato.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A server takes no more connections than its heap has room for, whatever they do and however full `kv` is, or says
/// with the sum that it cannot; what it took in is served to the end.
class SmallHeapTest {
    private static final int LINE = 64 * 1024;
    private static final String VALUE = "v".repeat(60_000);
    private static final String[] PATIENT = {
        "kv", "line", "--drain-timeout=0s", "--idle-timeout=10m", "--request-timeout=10m", "--write-timeout=10m"
    };

    private final List<SocketChannel> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (SocketChannel each : open) {
            each.close();
        }
    }

    /// A quarter of the heap is for values, unless the options say otherwise.
    @Test
    void fullOfValues() throws IOException {
        try (var server = serving(48)) {
            int kept = fill(server);
            assertThat(kept).isBetween(150, 12 * 1024 * 1024 / VALUE.length());
            try (var kv = server.connect("kv");
                    var line = server.connect("line")) {
                assertThat(ask(kv, "GET k0")).isEqualTo(VALUE);
                assertThat(ask(line, "hello")).isEqualTo("HELLO");
            }
            assertEndsWell(server);
        }
    }

    /// Each sends lines that take most when they are texts, and reads no reply; one more waits until one leaves.
    @Test
    void fullOfConnectionsThatDoNotRead() throws IOException {
        byte[] wide = ("a".repeat(LINE - 3) + "\u2c65\n").getBytes(UTF_8);
        try (var server = serving(24)) {
            int _ = fill(server);
            connectAll(server);
            sendUntilFull(wide, Long.MAX_VALUE);
            assertNextIsServed(server);
        }
    }

    @Test
    void fullOfHalfSentLines() throws IOException {
        try (var server = serving(48)) {
            int _ = fill(server);
            connectAll(server);
            sendUntilFull(VALUE.getBytes(US_ASCII), VALUE.length());
            assertNextIsServed(server);
        }
    }

    @Test
    void connectionsThatDoNotFitAreOneLineWithTheSumAndExitCode2() {
        try (var minato = Program.tool(command(48, "serve", "line=127.0.0.1:0", "--max-connections=10000"))) {
            assertThat(minato.exitCode()).as("%s", minato).isEqualTo(2);
            assertThat(said(minato))
                    .matches("minato: the limits allow more memory than there is: 10000 x 269 KiB \\(connections\\)"
                            + ".* = 26\\d\\d MiB, but of \\d\\d MiB of heap only \\d\\d MiB can be promised; lower"
                            + " --max-connections or --max-line, or raise -Xmx\n")
                    .hasLineCount(1);
            assertThat(minato.out().toEnd()).isEmpty();
        }
    }

    @Test
    void aHeapWithoutRoomForOneConnectionIsRefusedWithExitCode1() {
        try (var minato = Program.tool(command(32, "serve", "line=127.0.0.1:0", "--max-line=8MiB"))) {
            assertThat(minato.exitCode()).as("%s", minato).isEqualTo(1);
            assertThat(said(minato))
                    .startsWith("minato: the limits allow more memory than there is: 49 MiB (connections) + 2 x ")
                    .hasLineCount(1);
            assertThat(minato.out().toEnd()).isEmpty();
        }
    }

    /// Stores values until the server takes no more; returns how many.
    private static int fill(Serving server) throws IOException {
        try (var kv = server.connect("kv")) {
            int kept = 0;
            String reply = "OK";
            while (reply.equals("OK")) {
                reply = ask(kv, "SET k" + kept + " " + VALUE);
                kept += reply.equals("OK") ? 1 : 0;
            }
            assertThat(reply).isEqualTo("ERR out of memory");
            return kept;
        }
    }

    /// As many connections to `line` as the server said it takes, and one more.
    private void connectAll(Serving server) throws IOException {
        var said = server.program().out().await("^at most (\\d+) connections: more do not fit into the heap of ");
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.tcp("line"));
        for (int i = Integer.parseInt(said.group(1)); i > 0; i--) {
            var channel = SocketChannel.open().setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            open.add(channel);
            channel.connect(address);
            channel.configureBlocking(false);
        }
    }

    /// Each sends `data` again and again, at most so many bytes, until the server reads no more of any.
    private void sendUntilFull(byte[] data, long most) throws IOException {
        List<ByteBuffer> rest = new ArrayList<>();
        open.forEach(_ -> rest.add(ByteBuffer.wrap(data)));
        var sent = new long[open.size()];
        int quiet = 0;
        while (quiet < 1_000) {
            quiet++;
            for (int i = 0; i < sent.length; i++) {
                ByteBuffer next =
                        rest.get(i).hasRemaining() ? rest.get(i) : rest.get(i).clear();
                int count = sent[i] < most ? open.get(i).write(next) : 0;
                sent[i] += count;
                quiet = count > 0 ? 0 : quiet;
            }
            Thread.onSpinWait();
        }
        assertThat(LongStream.of(sent).min().orElseThrow()).isGreaterThanOrEqualTo(Math.min(most, data.length));
    }

    /// One leaves, and another one comes.
    private void assertNextIsServed(Serving server) throws IOException {
        open.removeLast().close();
        try (var next = server.connect("line")) {
            assertThat(ask(next, "hello")).isEqualTo("HELLO");
        }
        assertEndsWell(server);
    }

    private static void assertEndsWell(Serving server) {
        server.program().terminate();
        assertThat(server.program().exitCode()).as("%s", server.program()).isZero();
        assertThat(server.program().err().text()).doesNotContain("OutOfMemoryError", "out of memory");
    }

    private static String ask(Socket socket, String request) throws IOException {
        socket.getOutputStream().write((request + "\n").getBytes(US_ASCII));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
    }

    /// What it says itself.
    private static String said(Program minato) {
        return minato.err().textToEnd().replaceFirst("^Picked up JAVA_TOOL_OPTIONS.*\n", "");
    }

    private static List<String> heap(int mebibytes) {
        return List.of("env", "JAVA_TOOL_OPTIONS=-Xmx" + mebibytes + "m");
    }

    private static Serving serving(int mebibytes) {
        return Serving.of(heap(mebibytes), Program.modules(), PATIENT);
    }

    private static List<String> command(int mebibytes, String... arguments) {
        List<String> command = new ArrayList<>(heap(mebibytes));
        command.addAll(Program.minatoCommand(arguments));
        return command;
    }
}
