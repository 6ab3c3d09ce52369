package dev.minato.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every service answers the clients that people have: netcat, socat and plain sockets.
class RealClientsTest {
    private static Serving server;

    @BeforeAll
    static void serve() {
        server = Serving.of("echo", "line", "count", "kv", "time", "reverse");
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static String nc(String input, String service) {
        return Program.outputOf(input, "nc", "127.0.0.1", Integer.toString(server.tcp(service)));
    }

    private static String halfClosingNc(String input, String service) {
        return Program.outputOf(input, "nc", "-N", "127.0.0.1", Integer.toString(server.tcp(service)));
    }

    private static String udpNc(String input, String service) {
        return Program.outputOf(input, "nc", "-u", "-w1", "127.0.0.1", Integer.toString(server.udp(service)));
    }

    private static String socat(String input, String address) {
        return Program.outputOf(input, "socat", "-t", "30", "-", address);
    }

    @Test
    void lineAnswersInUpperCaseUntilQuit() {
        assertThat(nc("hello\nworld\nquit\n", "line")).isEqualTo("HELLO\nWORLD\nbye\n");
    }

    @Test
    void kvKeepsValuesAndSaysWhatIsWrong() {
        assertThat(nc("SET a b c\nGET a\nGET z\nSET a\nPING\nQUIT\n", "kv"))
                .isEqualTo("OK\nb c\n(nil)\nERR usage: SET <key> <value>\nERR unknown command\n");
    }

    @Test
    void countAnswersAtTheHalfCloseOfNetcat() {
        assertThat(halfClosingNc("hello", "count")).isEqualTo("received 5 bytes total\n");
    }

    @Test
    void countAnswersAtTheHalfCloseOfSocat() {
        assertThat(socat("hello", "TCP:127.0.0.1:" + server.tcp("count"))).isEqualTo("received 5 bytes total\n");
    }

    @Test
    void echoSendsEverythingBackAfterTheHalfClose() {
        String long1 = "0123456789abcdef".repeat(64 * 1024);
        assertThat(halfClosingNc(long1, "echo")).isEqualTo(long1);
        assertThat(socat(long1, "TCP:127.0.0.1:" + server.tcp("echo"))).isEqualTo(long1);
    }

    @Test
    void timeTellsSecondsByNetcat() {
        long now = System.currentTimeMillis() / 1000;
        assertThat(Long.parseLong(udpNc("TIME", "time").strip())).isBetween(now - 5, now + 60);
    }

    @Test
    void reverseTurnsADatagramRoundByNetcat() {
        assertThat(udpNc("Hello", "reverse")).isEqualTo("olleH");
    }

    @Test
    void echoSendsADatagramBackBySocat() {
        assertThat(Program.outputOf("Hello", "socat", "-t", "1", "-", "UDP:127.0.0.1:" + server.udp("echo")))
                .isEqualTo("Hello");
    }

    @Test
    void tenThousandRequestsSentBeforeReadingAreAnsweredInOrder() throws IOException {
        int half = 5_000;
        String requests = IntStream.range(0, half)
                .mapToObj(i -> "SET k" + i + " value " + i + "\nGET k" + i + "\n")
                .collect(Collectors.joining());
        try (Socket socket = server.connect("kv")) {
            socket.getOutputStream().write(requests.getBytes(US_ASCII));
            var replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            for (int i = 0; i < half; i++) {
                assertThat(replies.readLine()).isEqualTo("OK");
                assertThat(replies.readLine()).isEqualTo("value " + i);
            }
        }
    }
}
