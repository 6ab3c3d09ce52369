package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `kv` keeps any bytes under any bytes, for all clients, and answers every line.
@Timeout(60)
class KeyValueServiceTest {
    @Test
    void conversationOfTheManual() throws Exception {
        assertThat(answer("SET a b c\nGET a\nGET z\nSET a\nPING\nQUIT\n"))
                .isEqualTo("OK\nb c\n(nil)\nERR usage: SET <key> <value>\nERR unknown command\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
                    SET a |OK
                    SET a  |OK
                    SET  b|OK
                    SET|ERR usage: SET <key> <value>
                    SET |ERR usage: SET <key> <value>
                    SET a|ERR usage: SET <key> <value>
                    GET a|(nil)
                    GET a b c|(nil)
                    GET |(nil)
                    GET|ERR unknown command
                    set a b|ERR unknown command
                    get a|ERR unknown command
                    quit|ERR unknown command
                    SETS a b|ERR unknown command
                    SE a b|ERR unknown command
                     GET a|ERR unknown command
                    GET\ta|ERR unknown command
                    ''|ERR unknown command
                     |ERR unknown command
                    """)
    void everyLineHasItsAnswer(String line, String reply) throws Exception {
        assertThat(answer(line + "\nGET nothing\n")).isEqualTo(reply + "\n(nil)\n");
    }

    @Test
    void quitEndsWhateverFollows() throws Exception {
        assertThat(answer("QUIT\nSET a b\n")).isEmpty();
        assertThat(answer("QUIT now\nSET a b\n")).isEmpty();
        assertThat(answer("QUIT\n" + "SET a b\n".repeat(20_000))).isEmpty();
    }

    @Test
    void valueIsTheRestOfTheLine() throws Exception {
        assertThat(answer("SET a  b  c \nGET a\nGET a extra\nSET a \nGET a\nSET  empty key\nGET \n"))
                .isEqualTo("OK\n b  c \n b  c \nOK\n\nOK\nempty key\n");
    }

    /// All bytes but LF, and CR, of which the one before LF goes.
    @Test
    void bytesAreKeptAsTheyAre() throws Exception {
        var bytes = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            bytes.append(c == '\n' || c == ' ' ? "" : c);
        }
        assertThat(answer("SET " + bytes + " x" + bytes + "\r\r\nGET " + bytes + "\r\n"))
                .isEqualTo("OK\nx" + bytes + "\r\n");
    }

    @Test
    void lineBeyondTheLimitIsSaidAndChangesNothing() throws Exception {
        var limits = Limits.DEFAULT.withMaxLine(10);
        assertThat(answer(limits, "SET k 1234\nSET k 12345\nSET k " + "x".repeat(100_000) + "\nGET k\n"))
                .isEqualTo("OK\nERR line too long\nERR line too long\n1234\n");
    }

    @Test
    void requestThatTheEndCutsOffIsNotCarriedOut() throws Exception {
        try (var kv = Served.tcp("kv");
                var one = kv.client();
                var two = kv.client()) {
            assertThat(one.send("SET a 100\nSET a 25").end().readToEnd()).isEqualTo("OK\nERR incomplete line\n");
            assertThat(two.send("GET a\n").readLine()).isEqualTo("100\n");
            assertThat(two.send("QUIT").end().readToEnd()).isEqualTo("ERR incomplete line\n");
        }
    }

    @Test
    void clientsShareWhatIsKept() throws Exception {
        try (var kv = Served.tcp("kv");
                var one = kv.client();
                var two = kv.client()) {
            assertThat(one.send("SET k one\n").readLine()).isEqualTo("OK\n");
            assertThat(two.send("GET k\n").readLine()).isEqualTo("one\n");
            assertThat(two.send("SET k two\n").readLine()).isEqualTo("OK\n");
            assertThat(one.send("GET k\n").readLine()).isEqualTo("two\n");
        }
    }

    @Test
    void addressesShareWhatIsKept() throws Exception {
        try (var kv = Served.tcp("kv", "kv");
                var one = kv.client(0);
                var two = kv.client(1)) {
            assertThat(one.send("SET k v\n").readLine()).isEqualTo("OK\n");
            assertThat(two.send("GET k\n").readLine()).isEqualTo("v\n");
        }
    }

    @Test
    void beyondTheBoundNothingIsKeptAndNothingLost() throws Exception {
        var room = Limits.DEFAULT.withKvMaxBytes(2L * (1 + 3 + 144));
        var requests = "SET a 123\nSET b 456\nSET c \nSET a 1234\nGET a\nSET b 45\nSET a 1234\nGET a\nGET b\nGET c\n";
        assertThat(answer(room, requests))
                .isEqualTo("OK\nOK\nERR out of memory\nERR out of memory\n123\nOK\nOK\n1234\n45\n(nil)\n");
    }

    /// All is sent before anything is read.
    @Test
    void tenThousandRequestsAreAnsweredInOrder() throws Exception {
        var requests = new StringBuilder();
        var replies = new StringBuilder();
        var value = "v".repeat(100);
        for (int i = 0; i < 5_000; i++) {
            requests.append("SET k" + i + " " + value + i + "\nGET k" + i + "\n");
            replies.append("OK\n" + value + i + "\n");
        }
        assertThat(answer(requests.toString())).isEqualTo(replies.toString());
    }

    private static String answer(String requests) throws Exception {
        return answer(Limits.DEFAULT, requests);
    }

    private static String answer(Limits limits, String requests) throws Exception {
        try (var kv = Served.tcp(limits, "kv");
                var client = kv.client()) {
            var answer = client.send(requests).end().readToEnd();
            assertThat(kv.log.awaitClosed()).isEqualTo("finished");
            return answer;
        }
    }
}
