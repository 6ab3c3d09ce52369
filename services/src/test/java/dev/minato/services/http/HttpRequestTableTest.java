package dev.minato.services.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What each request gets, and whether its connection stays. In the tables `;` stands for CR LF and `^` for
/// CR.
class HttpRequestTableTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
                    GET / HTTP/1.1;Host: x;;                                              | OK KEEP
                    GET / HTTP/1.1;Host: x;Content-Length: 0;;                            | OK KEEP
                    GET / HTTP/1.1;Host:;;                                                | OK KEEP
                    GET / HTTP/1.1;hOST: x;;                                              | OK KEEP
                    GET /a?b%20c HTTP/1.1;Host: x;;                                       | OK KEEP
                    GET http://x/ HTTP/1.1;Host: x;;                                      | OK KEEP
                    ;;GET / HTTP/1.1;Host: x;;                                            | OK KEEP
                    GET / HTTP/1.1;Host: x;Connection: close;;                            | OK CLOSE
                    GET / HTTP/1.1;Host: x;connection: Foo , CLOSE;;                      | OK CLOSE
                    GET / HTTP/1.1;Host: x;Connection: close, keep-alive;;                | OK CLOSE
                    GET / HTTP/1.1;Host: x;Connection: closed;;                           | OK KEEP
                    GET / HTTP/1.1;Host: x;Connection: Upgrade;Upgrade: h2c;;             | OK KEEP
                    GET / HTTP/1.0;;                                                      | OK CLOSE
                    GET / HTTP/1.0;Connection: keep-alive;;                               | OK SAY_KEEP
                    GET / HTTP/1.0;Connection: keep-alive, close;;                        | OK CLOSE
                    HEAD / HTTP/1.1;Host: x;;                                             | OK KEEP head
                    HEAD / HTTP/1.0;;                                                     | OK CLOSE head
                    POST / HTTP/1.1;Host: x;Content-Length: 0;;                           | METHOD_NOT_ALLOWED KEEP
                    DELETE / HTTP/1.1;Host: x;;                                           | METHOD_NOT_ALLOWED KEEP
                    get / HTTP/1.1;Host: x;;                                              | METHOD_NOT_ALLOWED KEEP
                    OPTIONS * HTTP/1.1;Host: x;;                                          | METHOD_NOT_ALLOWED KEEP
                    CONNECT x:80 HTTP/1.1;Host: x;;                                       | METHOD_NOT_ALLOWED KEEP
                    POST / HTTP/1.0;Content-Length: 0;;                                   | METHOD_NOT_ALLOWED CLOSE
                    POST / HTTP/1.1;Host: x;Content-Length: 1;Expect: 100-Continue;;      | METHOD_NOT_ALLOWED CLOSE
                    GET / HTTP/1.1;Host: x;Content-Length: 65537;;                        | CONTENT_TOO_LARGE CLOSE
                    GET / HTTP/1.1;Host: x;Content-Length: 99999999999999999999999;;      | CONTENT_TOO_LARGE CLOSE
                    GET / HTTP/1.1;Host: x;Transfer-Encoding: chunked;;                   | LENGTH_REQUIRED CLOSE
                    POST / HTTP/1.1;Host: x;Transfer-Encoding: CHUNKED;;                  | LENGTH_REQUIRED CLOSE
                    POST / HTTP/1.1;Host: x;Transfer-Encoding: gzip, chunked;;            | NOT_IMPLEMENTED CLOSE
                    POST / HTTP/1.1;Host: x;Transfer-Encoding: x;Transfer-Encoding: chunked;; | NOT_IMPLEMENTED CLOSE
                    HEAD / HTTP/1.1;Host: x;Transfer-Encoding: chunked;;                  | LENGTH_REQUIRED CLOSE head
                    GET / HTTP/1.2;Host: x;;                                              | OK KEEP
                    GET / HTTP/2.0;Host: x;;                                              | VERSION_NOT_SUPPORTED CLOSE
                    PRI * HTTP/2.0;;SM;;                                                  | VERSION_NOT_SUPPORTED CLOSE
                    """)
    void requestGetsItsAnswer(String request, String answer) {
        assertThat(decode(request)).containsExactly(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
                    GET / HTTP/1.1;;|no host
                    GET / HTTP/1.1;Host: x;Host: x;;|two hosts
                    GET / HTTP/1.0;Host: x;Host: y;;|two hosts
                    GET / HTTP/1.1;Host: x y;;|a space in the host
                    GET / HTTP/1.1;Host: x, y;;|two hosts in one
                    GET / HTTP/1.1;Host: x;Content-Length: 1;Content-Length: 2;;|two lengths
                    GET / HTTP/1.1;Host: x;Content-Length: 1;Content-Length: 1;;|a length twice
                    GET / HTTP/1.1;Host: x;Content-Length: 1, 1;;|a list of lengths
                    GET / HTTP/1.1;Host: x;Content-Length: +1;;|a sign
                    GET / HTTP/1.1;Host: x;Content-Length: -1;;|a negative length
                    GET / HTTP/1.1;Host: x;Content-Length: 0x1;;|a length in another base
                    GET / HTTP/1.1;Host: x;Content-Length:;;|an empty length
                    GET / HTTP/1.1;Host: x;Content-Length: 1;Transfer-Encoding: chunked;;|a length and a coding
                    GET / HTTP/1.1;Host: x;Transfer-Encoding: chunked;Content-Length: 1;;|a coding and a length
                    GET / HTTP/1.0;Transfer-Encoding: chunked;;|a coding in HTTP/1.0
                    GET / HTTP/1.1;Host : x;;|space before the colon
                    GET / HTTP/1.1;Host: x; folded;;|a folded line
                    GET / HTTP/1.1; Host: x;;|space before the first field
                    GET / HTTP/1.1;Host: x;: y;;|a field without a name
                    GET / HTTP/1.1;Host: x;name;;|a field without a colon
                    GET / HTTP/1.1;Host: x;a\0b: y;;|a control character in a name
                    GET / HTTP/1.1;Host: x;a: y\0z;;|a control character in a value
                    GET / HTTP/1.1;Host: x;a: y^z;;|a lone CR in a value
                    GET / HTTP/1.1^;Host: x;;|two CRs
                    GET  / HTTP/1.1;Host: x;;|two spaces
                    GET / HTTP/1.1 ;Host: x;;|space at the end
                     GET / HTTP/1.1;Host: x;;|space at the front
                    GET /a b HTTP/1.1;Host: x;;|a space in the target
                    GET /\u007f HTTP/1.1;Host: x;;|a control character in the target
                    GET here HTTP/1.1;Host: x;;|a target that is no place
                    GET * HTTP/1.1;Host: x;;|a target that is no place
                    GET / HTTP/1;Host: x;;|half a version
                    GET / HTTP/1.10;Host: x;;|a longer version
                    GET / http/1.1;Host: x;;|another case
                    GET / HTCPCP/1.0;Host: x;;|another protocol
                    GET /;Host: x;;|no version
                    GET;;|a word
                    G@T / HTTP/1.1;Host: x;;|a method that is no token
                     / HTTP/1.1;Host: x;;|no method
                    """)
    void malformedRequestIsRefusedAndEndsTheConnection(String request, String why) {
        assertThat(decode(request + "GET / HTTP/1.1;Host: x;;")).as(why).containsExactly("BAD_REQUEST CLOSE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001",
                "\0",
                "SSH-2.0-x;",
                "hello there;",
                "*1;$4;PING;",
                "GET /;",
                "GET  / HTTP/1.1;",
                " GET",
                "GET / HTTP/1.1;no colon here;",
                "GET / HTTP/1.1;Host: x;a\0",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1 2;"
            })
    void whatCanBeNoRequestIsRefusedAsSoonAsItShows(String stream) {
        var input = ByteBuffer.wrap(stream.replace(";", "\r\n").getBytes(ISO_8859_1));
        assertThat(new HttpRequestDecoder().decode(input).map(HttpRequestTableTest::text))
                .contains("BAD_REQUEST CLOSE");
    }

    /// A head that comes byte by byte is no worse than one that comes whole.
    @Test
    void headMayComeInAnyPieces() {
        var bytes = ";;GET / HTTP/1.1;Host: x;Content-Length: 0;;"
                .replace(";", "\r\n")
                .getBytes(ISO_8859_1);
        var decoder = new HttpRequestDecoder();
        var input = ByteBuffer.wrap(bytes).limit(0);
        for (int end = 1; end < bytes.length; end++) {
            assertThat(decoder.decode(input.limit(end))).isEmpty();
        }
        assertThat(decoder.decode(input.limit(bytes.length)).map(HttpRequestTableTest::text))
                .contains("OK KEEP");
    }

    @Test
    void linesMayEndWithLfAlone() {
        assertThat(decode("GET / HTTP/1.1\nHost: x\n\nGET / HTTP/1.1\nHost: x\n;"))
                .containsExactly("OK KEEP", "OK KEEP");
    }

    @Test
    void bytesBeyondAsciiAreText() {
        assertThat(decode("GET /\u00fc HTTP/1.1;Host: x;User-Agent: \u00fc;;")).containsExactly("OK KEEP");
    }

    @Test
    void headMayBeAsLongAsTheBoundAndNoLonger() {
        String start = "GET / HTTP/1.1\r\nHost: x\r\na: ";
        String longest = start + "x".repeat(8 * 1024 - 4 - start.length()) + "\r\n\r\n";
        assertThat(longest).hasSize(8 * 1024);
        assertThat(decode(longest + longest)).containsExactly("OK KEEP", "OK KEEP");
        assertThat(decode(start + "x" + longest.substring(start.length()))).containsExactly("HEAD_TOO_LARGE CLOSE");
        assertThat(decode("x".repeat(8 * 1024))).containsExactly("HEAD_TOO_LARGE CLOSE");
        assertThat(decode("x".repeat(100_000))).containsExactly("HEAD_TOO_LARGE CLOSE");
    }

    @Test
    void bodyIsNoRequest() {
        String request = "PUT / HTTP/1.1;Host: x;Content-Length: 20;;";
        assertThat(decode(request + "GET / HTTP/1.1;;12" + "GET / HTTP/1.1;Host: x;;"))
                .containsExactly("METHOD_NOT_ALLOWED KEEP", "OK KEEP");
        assertThat(decode(request + "cut off")).containsExactly("METHOD_NOT_ALLOWED KEEP");
    }

    @Test
    void endWithinAHeadIsMalformed() {
        assertThat(decode("HEAD / HTTP/1.1;Host: x;;GET")).containsExactly("OK KEEP head", "BAD_REQUEST CLOSE");
    }

    private static List<String> decode(String stream) {
        var input =
                ByteBuffer.wrap(stream.replace(";", "\r\n").replace('^', '\r').getBytes(ISO_8859_1));
        var decoder = new HttpRequestDecoder();
        var answers = new ArrayList<String>();
        for (var next = decoder.decode(input); next.isPresent(); next = decoder.decode(input)) {
            answers.add(text(next.get()));
        }
        for (var next = decoder.decodeEnd(input); next.isPresent(); next = decoder.decodeEnd(input)) {
            answers.add(text(next.get()));
        }
        assertThat(input.hasRemaining()).isFalse();
        return answers;
    }

    private static String text(HttpRequest request) {
        return request.status() + " " + request.persistence() + (request.isHead() ? " head" : "");
    }
}
