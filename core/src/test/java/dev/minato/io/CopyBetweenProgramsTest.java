package dev.minato.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.testing.Call;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pattern;
import dev.minato.testing.Subprocess;
import dev.minato.testing.Threads;
import dev.minato.testing.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A relay between programs of other people: their ends and their half-closes are understood, and ours by them.
@NetworkTest
@Tag("real")
class CopyBetweenProgramsTest {
    private final List<Subprocess> started = new ArrayList<>();
    private TcpListener listener;

    @BeforeEach
    void listen() throws IOException {
        listener = TcpListener.bind("127.0.0.1:0");
    }

    @AfterEach
    void end() throws IOException {
        started.forEach(Subprocess::close);
        listener.close();
    }

    private Subprocess start(String... command) throws IOException {
        Tool.require(command[0]);
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        var process = Subprocess.start(builder, Subprocess.LIFETIME);
        started.add(process);
        return process;
    }

    private static Call<Copied> relay(TcpStream client, TcpStream server) {
        return Threads.VIRTUAL.call(() -> {
            try (client;
                    server) {
                return Copy.copyBidirectional(client, server);
            }
        });
    }

    private String ours() {
        return listener.localAddress().toString();
    }

    private String port() {
        return String.valueOf(listener.localAddress().port());
    }

    /// `cat` behind socat answers only what it gets, and ends when it is told the end: both half-closes pass.
    @Test
    void socatAndNcTalkThroughIt() throws Exception {
        start("socat", "TCP:" + ours(), "EXEC:cat");
        var server = listener.accept();
        var client = start("nc", "-N", "127.0.0.1", port());
        var relay = relay(listener.accept(), server);
        var sent = new byte[300_000];
        Pattern.put(ByteBuffer.wrap(sent), 0);

        byte[] back = client.feed(sent).rest();

        assertThat(back).isEqualTo(sent);
        assertThat(client.exitCode()).isZero();
        assertThat(relay.result()).isEqualTo(new Copied(sent.length, sent.length));
    }

    /// `wc` says nothing before the end, which can reach it only as a half-close.
    @Test
    void theAnswerToAnEndComesBack() throws Exception {
        start("socat", "TCP:" + ours(), "SYSTEM:wc -c");
        var server = listener.accept();
        var client = start("socat", "-t", "20", "-", "TCP:" + ours());
        var relay = relay(listener.accept(), server);
        client.feed("hello".getBytes(UTF_8));

        assertThat(client.text().strip()).isEqualTo("5");
        assertThat(relay.result().toSecond()).isEqualTo(5);
    }
}
