package dev.minato.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.testing.Call;
import dev.minato.testing.Eventually;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pattern;
import dev.minato.testing.Requirement;
import dev.minato.testing.Threads;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A relay between programs of other people: their ends and their half-closes are understood, and ours by them.
@NetworkTest
@Tag("real")
class CopyBetweenProgramsTest {
    private final List<Process> started = new ArrayList<>();
    private TcpListener listener;

    @BeforeEach
    void listen() throws IOException {
        listener = TcpListener.bind("127.0.0.1:0");
    }

    @AfterEach
    void end() throws IOException {
        started.forEach(Process::destroyForcibly);
        listener.close();
    }

    private Process start(String program, String... arguments) throws IOException {
        var path = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> new File(folder, program).canExecute());
        Requirement.that(program, path);
        var command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
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
        var sending = Threads.PLATFORM.run(() -> {
            try (var stdin = client.getOutputStream()) {
                stdin.write(sent);
            }
        });

        byte[] back = client.getInputStream().readAllBytes();

        sending.result();
        assertThat(back).isEqualTo(sent);
        assertThat(client.waitFor(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(relay.result()).isEqualTo(new Copied(sent.length, sent.length));
    }

    /// `wc` says nothing before the end, which can reach it only as a half-close.
    @Test
    void theAnswerToAnEndComesBack() throws Exception {
        start("socat", "TCP:" + ours(), "SYSTEM:wc -c");
        var server = listener.accept();
        var client = start("socat", "-t", "20", "-", "TCP:" + ours());
        var relay = relay(listener.accept(), server);
        try (var stdin = client.getOutputStream()) {
            stdin.write("hello".getBytes(UTF_8));
        }

        assertThat(new String(client.getInputStream().readAllBytes(), UTF_8).strip())
                .isEqualTo("5");
        assertThat(relay.result().toSecond()).isEqualTo(5);
    }
}
