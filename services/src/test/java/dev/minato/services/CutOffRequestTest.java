package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A request whose client did not get to end it is none, whatever became of the client: it ended its sending,
/// it reset the connection, or it was killed.
@Timeout(120)
class CutOffRequestTest {
    private static final String SET = "SET account 2500000";
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    /// Says its text to a service and is killed (SIGKILL) once the service has got it.
    private static void sayAndDie(Served served, String text) throws Exception {
        Requirement.that("bash", isThere("bash"));
        var port = String.valueOf(served.address().getPort());
        var script = "exec 3<>/dev/tcp/127.0.0.1/$0; printf %s \"$1\" >&3; echo sent; exec cat";
        Process client = new ProcessBuilder("bash", "-c", script, port, text).start();
        try (BufferedReader said = client.inputReader()) {
            assertThat(said.readLine()).isEqualTo("sent");
        } finally {
            client.destroyForcibly();
        }
        assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "-c", "exit").start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET account 25", "SET account 2500000", "SET account 2500000\r"})
    void kvCarriesNothingOutForAClientThatWasKilled(String request) throws Exception {
        try (var kv = Served.tcp("kv");
                var other = kv.client()) {
            assertThat(other.send("SET account 100\n").readLine()).isEqualTo("OK\n");
            sayAndDie(kv, request);
            assertThat(kv.log.awaitClosed()).matches("finished|.*(connection reset|broken pipe).*");
            assertThat(other.send("GET account\n").readLine()).isEqualTo("100\n");
        }
    }

    /// What it had ended before it was killed is carried out.
    @Test
    void kvCarriesOutWhatWasEnded() throws Exception {
        try (var kv = Served.tcp("kv");
                var other = kv.client()) {
            sayAndDie(kv, "SET a 1\nSET account 100\nSET account 25");
            kv.log.awaitClosed();
            assertThat(other.send("GET a\nGET account\n").readLine()).isEqualTo("1\n");
            assertThat(other.readLine()).isEqualTo("100\n");
        }
    }

    @Test
    void kvCarriesNothingOutForAClientThatResetInTheMiddle() throws Exception {
        try (var kv = Served.tcp("kv");
                var other = kv.client()) {
            assertThat(other.send("SET account 100\n").readLine()).isEqualTo("OK\n");
            for (int cut = 0; cut <= SET.length(); cut++) {
                var client = kv.client();
                client.send(SET.substring(0, cut)).reset();
                assertThat(kv.log.awaitClosed()).contains("connection reset");
            }
            assertThat(other.send("GET account\n").readLine()).isEqualTo("100\n");
        }
    }

    @Test
    void kvCarriesNothingOutForAClientThatEndedInTheMiddle() throws Exception {
        try (var kv = Served.tcp("kv");
                var other = kv.client()) {
            assertThat(other.send("SET account 100\n").readLine()).isEqualTo("OK\n");
            for (int cut = 0; cut <= SET.length(); cut++) {
                try (var client = kv.client()) {
                    var said = client.send(SET.substring(0, cut)).end().readToEnd();
                    assertThat(said).isEqualTo(cut == 0 ? "" : "ERR incomplete line\n");
                }
            }
            assertThat(other.send("GET account\n").readLine()).isEqualTo("100\n");
        }
    }

    /// A `quit` that was not ended gets no `bye`, and the service does not end the conversation.
    @Test
    void lineTakesNoQuitThatWasNotEnded() throws Exception {
        try (var line = Served.tcp("line")) {
            for (var request : new String[] {"q", "quit", "quit\r"}) {
                try (var client = line.client()) {
                    assertThat(client.send(request).end().readToEnd()).isEqualTo("ERR incomplete line\n");
                    line.log.awaitClosed();
                }
                line.client().send(request).reset();
                assertThat(line.log.awaitClosed()).contains("connection reset");
                sayAndDie(line, request);
                line.log.awaitClosed();
            }
        }
    }

    @Test
    void helloAnswersNoHeadThatWasNotEnded() throws Exception {
        try (var hello = Served.tcp("hello")) {
            for (int cut = 1; cut < GET.length(); cut++) {
                var head = GET.substring(0, cut);
                try (var client = hello.client()) {
                    assertThat(client.send(head).end().readToEnd()).as(head).startsWith("HTTP/1.1 400 ");
                    hello.log.awaitClosed();
                }
                hello.client().send(head).reset();
                assertThat(hello.log.awaitClosed()).as(head).contains("connection reset");
            }
            sayAndDie(hello, GET.substring(0, GET.length() - 1));
            hello.log.awaitClosed();
            try (var client = hello.client()) {
                assertThat(client.send(GET).read(15)).isEqualTo("HTTP/1.1 200 OK");
            }
        }
    }
}
