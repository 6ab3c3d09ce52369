package dev.minato.services.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a request asks for, and of whom: a target that names a host counts more than the field.
class HttpRequestTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", nullValues = "-", textBlock = """
            /                  | h        | /        | ''      | h
            /metrics           | h:9100   | /metrics | ''      | h:9100
            /a?b=c?d           | [::1]:80 | /a       | b=c?d   | [::1]:80
            /?                 | h        | /        | ''      | h
            /a?u=http://x/y    | h        | /a       | u=http://x/y | h
            /a%20b             | h        | /a%20b   | ''      | h
            //h2/a             | h        | //h2/a   | ''      | h
            http://x:1/a?b     | h        | /a       | b       | x:1
            http://x           | h        | /        | ''      | x
            http://x?b         | h        | /        | b       | x
            HTTP://u@x/        | h        | /        | ''      | u@x
            """)
    void targetAndHostAreTold(String target, String host, String path, String query, String meant) {
        var request = decode("GET " + target + " HTTP/1.1\r\nA: b\r\nhost:  " + host + " \r\nB: c\r\n\r\n");

        assertThat(request.status()).isEqualTo(HttpStatus.OK);
        assertThat(request.path()).isEqualTo(path);
        assertThat(request.query()).isEqualTo(query);
        assertThat(request.host()).isEqualTo(meant);
    }

    @Test
    void olderRequestMayHaveNoHost() {
        assertThat(decode("GET /a HTTP/1.0\r\n\r\n").host()).isEmpty();
    }

    @Test
    void ofARefusedRequestNothingIsTold() {
        var request = decode("GET /a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n");

        assertThat(request.status()).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(request.path()).isEmpty();
        assertThat(request.host()).isEmpty();
    }

    private static HttpRequest decode(String text) {
        return new HttpRequestDecoder()
                .decode(ByteBuffer.wrap(text.getBytes(ISO_8859_1)))
                .orElseThrow();
    }
}
