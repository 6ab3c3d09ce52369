package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `dns` prints the first good answer and the race for it.
class DnsTest {
    private static final byte[] ADDRESS = {(byte) 192, 0, 2, 1};

    /// A name server of one thread: answers A with an address, everything else with that code; or is silent.
    private static final class NameServer implements AutoCloseable {
        private final DatagramSocket socket;
        private final int code;

        NameServer(int code) throws IOException {
            this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            this.code = code;
            if (code >= 0) {
                Thread.ofPlatform().daemon().start(this::serve);
            }
        }

        String address() {
            return "127.0.0.1:" + socket.getLocalPort();
        }

        private void serve() {
            var query = new DatagramPacket(new byte[4096], 4096);
            while (!socket.isClosed()) {
                try {
                    socket.receive(query);
                    byte[] answer = answer(query.getData());
                    socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
                } catch (IOException e) {
                    return; // The end of the test.
                }
            }
        }

        private byte[] answer(byte[] query) {
            int end = 12;
            while (query[end] != 0) {
                end += 1 + query[end];
            }
            end += 5;
            boolean found = code == 0 && query[end - 3] == 1;
            var answer = new java.io.ByteArrayOutputStream();
            answer.writeBytes(new byte[] {query[0], query[1], (byte) 0x81, (byte) (0x80 | code), 0, 1, 0});
            answer.writeBytes(new byte[] {(byte) (found ? 1 : 0), 0, 0, 0, 0});
            answer.write(query, 12, end - 12);
            if (found) {
                answer.writeBytes(new byte[] {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 44, 0, 4});
                answer.writeBytes(ADDRESS);
            }
            return answer.toByteArray();
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static String asked(int exitCode, String... arguments) {
        var command = new ArrayList<>(List.of("dns"));
        command.addAll(List.of(arguments));
        try (var minato = Program.minato(command.toArray(String[]::new))) {
            String said = minato.out().textToEnd();
            assertThat(minato.exitCode()).as("%s", minato).isEqualTo(exitCode);
            assertThat(minato.err().textToEnd()).hasLineCount(exitCode == 0 ? 0 : 1);
            return said;
        }
    }

    @Test
    void theFirstGoodAnswerWins() throws IOException {
        try (var silent = new NameServer(-1);
                var failing = new NameServer(2);
                var right = new NameServer(0)) {
            String said = asked(
                    0, "www.example.test", "-s", silent.address(), "-s", failing.address(), "-s", right.address());
            assertThat(said.lines().findFirst()).hasValue("www.example.test.  300  A  192.0.2.1");
            assertThat(said)
                    .containsPattern("www.example.test. A: NOERROR, in \\d+\\.\\d ms\\R")
                    .containsPattern(silent.address() + "\\s+\\d+\\.\\d ms\\s+none yet")
                    .containsPattern(right.address() + "\\s+\\d+\\.\\d ms\\s+NOERROR, the winner");
        }
    }

    @Test
    void theDataAloneAreForScripts() throws IOException {
        try (var right = new NameServer(0)) {
            assertThat(asked(0, "--short", "example.test", "a", "--server", right.address(), "--0x20"))
                    .isEqualTo("192.0.2.1\n");
            assertThat(asked(0, "--short", "example.test", "MX", "-s", right.address()))
                    .isEmpty();
        }
    }

    @Test
    void oneObjectOfJsonHasIt() throws IOException {
        try (var right = new NameServer(0)) {
            String address = right.address();
            assertThat(asked(0, "--json", "example.test", "-s", address).replaceAll("\"micros\":\\d+", "\"micros\":0"))
                    .isEqualTo("{\"name\":\"example.test.\",\"type\":\"A\",\"code\":\"NOERROR\",\"winner\":\"" + address
                            + "\",\"micros\":0,\"records\":[{\"name\":\"example.test.\",\"ttl\":300,\"type\":\"A\","
                            + "\"data\":\"192.0.2.1\"}],\"authority\":[],\"servers\":[{\"server\":\"" + address
                            + "\",\"end\":\"won\",\"micros\":0,\"detail\":\"NOERROR\",\"strays\":0}]}\n");
        }
    }

    /// As of dig and kdig: it is an answer.
    @Test
    void aNameThatIsNotThereIsAnAnswer() throws IOException {
        try (var denying = new NameServer(3)) {
            assertThat(asked(0, "missing.test", "-s", denying.address()))
                    .contains("missing.test. A: NXDOMAIN, there is no such name");
            assertThat(asked(0, "192.0.2.1", "-s", denying.address()))
                    .contains("1.2.0.192.in-addr.arpa. PTR: NXDOMAIN");
        }
    }

    @Test
    void whatIsNoGoodAnswerIsPrintedAndExits1() throws IOException {
        try (var failing = new NameServer(2);
                var minato = Program.minato("dns", "example.test", "-s", failing.address())) {
            assertThat(minato.exitCode()).isEqualTo(1);
            assertThat(minato.out().textToEnd()).contains("example.test. A: SERVFAIL");
            assertThat(minato.err().textToEnd())
                    .isEqualTo("minato: no server has a good answer: SERVFAIL from " + failing.address() + "\n");
        }
    }

    @Test
    void silenceExits1AndNamesWhoWasAsked() throws IOException {
        try (var silent = new NameServer(-1);
                var minato = Program.minato("dns", "example.test", "--timeout", "50ms", "-s", silent.address())) {
            assertThat(minato.exitCode()).isEqualTo(1);
            assertThat(minato.out().textToEnd()).isEmpty();
            assertThat(minato.err().textToEnd())
                    .isEqualTo("minato: ask example.test. A: timed out: " + silent.address() + ": no answer\n");
        }
    }
}
