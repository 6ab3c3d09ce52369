package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who gets no reply: a service of ours, and what may be one of another machine's old services.
class ReflectionGuardTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9000, 127.0.0.1:9000, false",
        "127.0.0.1:9000, 127.0.0.1:9001, true",
        "127.0.0.1:9000, 127.0.0.2:9000, true",
        "127.0.0.1:9000, [::ffff:127.0.0.1]:9000, false",
        "[::1]:9000, [::1]:9000, false",
        "[::1]:9000, 127.0.0.1:9000, true",
        "0.0.0.0:9000, 192.0.2.1:9000, false",
        "[::]:9000, 192.0.2.1:9000, false",
        "0.0.0.0:9000, 192.0.2.1:9001, true",
        "127.0.0.1:9000, 192.0.2.1:1024, true",
        "127.0.0.1:9000, 192.0.2.1:1023, false",
        "127.0.0.1:9000, 192.0.2.1:19, false",
        "127.0.0.1:9000, 192.0.2.1:0, false",
    })
    void peersThatGetReplies(String bound, String peer, boolean allowed) {
        var guard = new ReflectionGuard(List.of(SocketAddr.parse("127.0.0.1:1"), SocketAddr.parse(bound)));
        assertThat(guard.allows(SocketAddr.parse(peer))).isEqualTo(allowed);
    }
}
