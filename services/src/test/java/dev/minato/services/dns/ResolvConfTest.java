package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// resolv.conf(5), as the C library reads it.
class ResolvConfTest {
    private static ResolvConf conf(Duration timeout, int attempts, String... servers) {
        return new ResolvConf(Stream.of(servers).map(SocketAddr::parse).toList(), timeout, attempts);
    }

    @Test
    void serversAndOptionsAreRead() {
        assertThat(ResolvConf.parse("""
                # a comment
                ; another
                domain example.test
                search example.test sub.example.test
                nameserver 192.0.2.1
                \tnameserver\t2001:db8::53\t# behind
                options ndots:3 timeout:2 rotate attempts:4
                """))
                .isEqualTo(conf(Duration.ofSeconds(2), 4, "192.0.2.1:53", "[2001:db8::53]:53"));
    }

    @Test
    void threeServersCount() {
        assertThat(ResolvConf.parse("nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\n"
                                + "nameserver 192.0.2.4")
                        .servers())
                .hasSize(3);
    }

    @Test
    void whatIsMalformedIsPassedOver() {
        assertThat(ResolvConf.parse("nameserver\nnameserver a.test\nnameserver 1.2.3\n#nameserver 192.0.2.9\n"
                        + "options\noptions timeout: attempts:x timeout:99999999999\n\0\nnameserver 192.0.2.1"))
                .isEqualTo(conf(Duration.ofSeconds(5), 2, "192.0.2.1:53"));
    }

    @Test
    void valuesAreCutToWhatIsAllowed() {
        assertThat(ResolvConf.parse("options timeout:100 attempts:100"))
                .isEqualTo(conf(Duration.ofSeconds(30), 5, "127.0.0.1:53"));
        assertThat(ResolvConf.parse("options timeout:0 attempts:0"))
                .isEqualTo(conf(Duration.ofSeconds(1), 1, "127.0.0.1:53"));
    }

    @Test
    void aFileThatIsNotThereIsAnEmptyOne(@TempDir Path folder) throws NetException {
        assertThat(ResolvConf.read(folder.resolve("resolv.conf"))).isEqualTo(ResolvConf.parse(""));
        assertThat(catchThrowableOfType(NetException.class, () -> ResolvConf.read(folder)))
                .hasMessageContaining(folder.toString());
    }
}
