package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `hello` speaks enough HTTP for curl.
class CurlTest {
    private static final String HELLO = "Hello, World!";

    private static Serving server;

    @BeforeAll
    static void serve() {
        server = Serving.of("hello");
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static String url() {
        return "http://127.0.0.1:" + server.tcp("hello") + "/";
    }

    private static String curl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--noproxy", "*", "--max-time", "30"));
        command.addAll(List.of(arguments));
        return Program.outputOf("", command.toArray(String[]::new));
    }

    @Test
    void getIsAnswered() {
        assertThat(curl(url())).isEqualTo(HELLO);
    }

    @Test
    void headHasTheHeadOfGetAndNoBody() {
        assertThat(curl("-I", url()))
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("content-length: " + HELLO.length());
    }

    @Test
    void postIsNotAllowed() {
        assertThat(curl("-o", "/dev/null", "-w", "%{http_code}", "-d", "some=body", url()))
                .isEqualTo("405");
    }

    @Test
    void anHttp10ClientIsAnsweredToo() {
        assertThat(curl("--http1.0", url())).isEqualTo(HELLO);
    }

    @Test
    void theSecondRequestUsesTheSameConnection() {
        String counts = curl("-o", "/dev/null", "-o", "/dev/null", "-w", "%{num_connects} ", url(), url() + "again");
        assertThat(counts).isEqualTo("1 0 ");
    }
}
