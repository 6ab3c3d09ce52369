package dev.minato.services;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `hello` keeps connections open or ends them as HTTP says, and every answer arrives.
@Timeout(60)
class HelloServiceTest {
    private static final String OK =
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 13\r\n";
    private static final String HELLO = OK + "\r\nHello, World!";
    private static final String LAST_HELLO = OK + "Connection: close\r\n\r\nHello, World!";
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private Served hello;
    private Client client;

    @BeforeEach
    void connect() throws Exception {
        hello = Served.tcp("hello");
        client = hello.client();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        hello.close();
    }

    @Test
    void connectionServesOneRequestAfterTheOther() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(client.send(GET).read(HELLO.length())).isEqualTo(HELLO);
        }
        assertThat(client.end().readToEnd()).isEmpty();
        assertThat(hello.log.awaitClosed()).isEqualTo("finished");
    }

    @Test
    void requestsMayBeSentAheadOfTheirAnswers() throws Exception {
        assertThat(client.send(GET.repeat(10_000)).end().readToEnd()).isEqualTo(HELLO.repeat(10_000));
    }

    @Test
    void clientMayAskForTheEnd() throws Exception {
        assertThat(client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" + GET)
                        .readToEnd())
                .isEqualTo(LAST_HELLO);
    }

    @Test
    void olderClientGetsTheEndUnlessItAsksOtherwise() throws Exception {
        String stays = OK + "Connection: keep-alive\r\n\r\nHello, World!";
        assertThat(client.send("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
                        .read(stays.length()))
                .isEqualTo(stays);
        assertThat(client.send("GET / HTTP/1.0\r\n\r\n").readToEnd()).isEqualTo(LAST_HELLO);
    }

    @Test
    void headHasEverythingButTheBody() throws Exception {
        client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n" + GET).end();
        assertThat(client.readToEnd()).isEqualTo(OK + "\r\n" + HELLO);
    }

    @Test
    void bodyIsDroppedAndTheNextRequestAnswered() throws Exception {
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 65536\r\n\r\n"
                        + GET.repeat(3_000).substring(0, 65_536) + GET)
                .end();
        assertThat(client.readToEnd())
                .isEqualTo("HTTP/1.1 405 Method Not Allowed\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Length: 23\r\nAllow: GET, HEAD\r\n\r\n405 Method Not Allowed\n" + HELLO);
    }

    /// The client sends on after its request was refused; the refusal still arrives, and no reset.
    @Test
    void refusalArrivesThoughTheBodyIsSent() throws Exception {
        client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n" + "x".repeat(65_537))
                .end();
        assertThat(client.readToEnd())
                .startsWith("HTTP/1.1 413 Content Too Large\r\n")
                .contains("\r\nConnection: close\r\n")
                .endsWith("\r\n\r\n413 Content Too Large\n");
    }

    @Test
    void requestThatIsCutOffIsMalformed() throws Exception {
        assertThat(client.send("GET / HTTP/1.1\r\nHost: x\r\n").end().readToEnd())
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void clientThatWaitsForLeaveToSendItsBodyIsNotKeptWaiting() throws Exception {
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        assertThat(client.readToEnd()).startsWith("HTTP/1.1 405 ").contains("\r\nConnection: close\r\n");
    }

    @Test
    void theJdksClientUnderstandsIt() throws Exception {
        for (int i = 0; i < 3; i++) {
            var connection = URI.create("http://127.0.0.1:" + hello.address().getPort() + "/path?query")
                    .toURL()
                    .openConnection();
            try (var body = connection.getInputStream()) {
                assertThat(body.readAllBytes()).asString(US_ASCII).isEqualTo("Hello, World!");
            }
        }
    }
}
