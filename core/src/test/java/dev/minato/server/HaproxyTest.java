package dev.minato.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.Ipv4Addr;
import dev.minato.address.SocketAddr;
import dev.minato.proxy.ProxyCommand;
import dev.minato.proxy.ProxyHeader;
import dev.minato.proxy.ProxySsl;
import dev.minato.proxy.ProxyTlv;
import dev.minato.testing.Eventually;
import dev.minato.testing.RawPeer;
import dev.minato.testing.Subprocess;
import dev.minato.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What HAProxy sends, and that it is understood; seen with 2.6.12 of Debian 12.
@Timeout(60)
class HaproxyTest {
    private static final String CONFIGURATION = """
            defaults
                mode tcp
                timeout connect 5s
                timeout client 20s
                timeout server 20s
                timeout check 20s
                unique-id-format id-%ci
            frontend plain1
                bind 127.0.0.1:{0}
                default_backend v1
            frontend plain2
                bind 127.0.0.1:{1}
                bind unix@{folder}/clients2
                default_backend v2
            frontend dual
                bind ipv6@::ffff:127.0.0.1:{2}
                default_backend v1
            frontend dual2
                bind ipv6@::ffff:127.0.0.1:{3}
                default_backend v2
            frontend tls
                bind 127.0.0.1:{4} ssl crt {folder}/pem ca-file {folder}/cert verify optional alpn h2,x
                default_backend v2
            frontend unix1
                bind unix@{folder}/clients1
                default_backend v1
            frontend tounix
                bind 127.0.0.1:{5}
                default_backend unix
            backend v1
                option httpchk GET /check
                server one {v1} send-proxy check inter 100ms
            backend v2
                option httpchk GET /check
                server two {v2} send-proxy-v2 proxy-v2-options {options} check inter 100ms
            backend unix
                option httpchk GET /check
                server three unix@{folder}/server send-proxy check inter 100ms
            """;
    private static final String OPTIONS = "ssl,cert-cn,ssl-cipher,cert-sig,cert-key,authority,crc32c,unique-id";

    @TempDir
    private static Path folder;

    private static Backend backend;
    private static Subprocess haproxy;
    private static List<SocketAddr> fronts;

    @BeforeAll
    static void start() throws Exception {
        Tool.require("haproxy");
        Path _ = Backend.certificate(folder);
        backend = new Backend(folder.resolve("server"));
        fronts = Backend.freePorts(6).stream()
                .map(port -> SocketAddr.of(Ipv4Addr.LOCALHOST, port))
                .toList();
        String text = CONFIGURATION
                .replace("{folder}", folder.toString())
                .replace("{v1}", backend.v1().toString())
                .replace("{v2}", backend.v2().toString())
                .replace("{options}", OPTIONS);
        for (int i = 0; i < fronts.size(); i++) {
            text = text.replace("{" + i + "}", Integer.toString(fronts.get(i).port()));
        }
        Path file = Files.writeString(folder.resolve("haproxy.cfg"), text);
        haproxy = Backend.start(fronts.getFirst(), "haproxy", "-db", "-f", file.toString());
    }

    @AfterAll
    static void end() {
        if (haproxy != null) {
            String said = haproxy.terminate().text();
            haproxy.close();
            assertThat(said).as("all servers stay up").doesNotContain("DOWN");
        }
        if (backend != null) {
            backend.close();
        }
    }

    /// In one segment with the client's first bytes, or two: `who` comes, whichever it is.
    @Test
    void aClientIsToldByALine() throws Exception {
        var peer = RawPeer.connect(fronts.get(0));
        Backend.Seen seen = backend.ask(peer, "v1");
        assertThat(seen.header()).isEqualTo(ProxyHeader.v1(peer.address(), fronts.get(0)));
    }

    /// A plain client has an SSL TLV, too, which says that it spoke no TLS; the checksum comes first.
    @Test
    void aClientIsToldInBinary() throws Exception {
        var peer = RawPeer.connect(fronts.get(1));
        ProxyHeader header = backend.ask(peer, "v2").header();
        assertThat(header.version()).isEqualTo(2);
        assertThat(header.source()).contains(peer.address());
        assertThat(header.destination()).contains(fronts.get(1));
        assertThat(header.tlvs().getFirst().type()).isEqualTo(ProxyTlv.CRC32C);
        assertThat(header.uniqueId().map(id -> new String(id, UTF_8))).contains("id-127.0.0.1");
        assertThat(header.authority()).isEmpty();
        ProxySsl ssl = header.ssl().orElseThrow();
        assertThat(ssl).isEqualTo(new ProxySsl(0, 0, List.of()));
        assertThat(ssl.isTls()).isFalse();
        assertThat(ssl.isVerified()).isFalse();
    }

    /// `verify` is 0 though no certificate was shown.
    @Test
    void tlsIsToldInTlvs() throws Exception {
        ProxyHeader header = overTls("-servername", "www.example", "-alpn", "x");
        assertThat(header.alpn()).contains("x");
        assertThat(header.authority()).contains("www.example");
        ProxySsl ssl = header.ssl().orElseThrow();
        assertThat(ssl.isTls()).isTrue();
        assertThat(ssl.verify()).isZero();
        assertThat(ssl.isVerified()).isFalse();
        assertThat(ssl.verifyResult()).isEmpty();
        assertThat(ssl.version()).contains("TLSv1.3");
        assertThat(ssl.cipher()).hasValueSatisfying(name -> assertThat(name).startsWith("TLS_"));
        assertThat(ssl.keyAlgorithm()).contains("RSA2048");
        assertThat(ssl.signatureAlgorithm()).contains("RSA-SHA256");
        assertThat(ssl.commonName()).isEmpty();
        assertThat(header.tlvs().stream().map(ProxyTlv::type))
                .containsExactly(ProxyTlv.CRC32C, ProxyTlv.ALPN, ProxyTlv.AUTHORITY, ProxyTlv.UNIQUE_ID, ProxyTlv.SSL);
        assertThat(ssl.tlvs().stream().map(ProxyTlv::type)).containsExactly(0x21, 0x25, 0x24, 0x23);
    }

    @Test
    void aCertificateIsToldInTlvs() throws Exception {
        ProxySsl ssl = overTls("-cert", folder + "/cert", "-key", folder + "/key")
                .ssl()
                .orElseThrow();
        assertThat(ssl.isVerified()).isTrue();
        assertThat(ssl.commonName()).contains("localhost");
        assertThat(ssl.tlvs().stream().map(ProxyTlv::type)).containsExactly(0x21, 0x22, 0x25, 0x24, 0x23);
    }

    private static ProxyHeader overTls(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "openssl", "s_client", "-quiet", "-connect", fronts.get(4).toString()));
        command.addAll(List.of(options));
        String answer = Tool.output("who\n", command.toArray(String[]::new)).strip();
        return backend.last("v2", answer).header();
    }

    /// The client is known by its IPv4 address; the header says it in the other form.
    @Test
    void ipv4ClientsOfADualStackListenerAreMapped() throws Exception {
        var peer = RawPeer.connect(fronts.get(2));
        assertMapped(backend.ask(peer, "v1"), peer.address());
        var other = RawPeer.connect(fronts.get(3));
        assertMapped(backend.ask(other, "v2"), other.address());
    }

    private static void assertMapped(Backend.Seen seen, SocketAddr client) {
        assertThat(seen.peer()).isEqualTo(client.toString());
        assertThat(seen.header().source()).contains(SocketAddr.parse("[::ffff:127.0.0.1]:" + client.port()));
    }

    /// Real clients, with data: the addresses are those of the socket.
    @Test
    void clientsOverUnixSocketsAreLocalOrUnknown() throws Exception {
        Backend.Seen first = backend.ask(folder.resolve("clients1"), "v1");
        assertThat(first.header()).isEqualTo(ProxyHeader.unknown());
        assertThat(first.peer()).startsWith("127.0.0.1:");
        Backend.Seen second = backend.ask(folder.resolve("clients2"), "v2");
        assertThat(second.header().command()).isEqualTo(ProxyCommand.LOCAL);
        assertThat(second.header().tlv(ProxyTlv.CRC32C)).isPresent();
        assertThat(second.peer()).startsWith("127.0.0.1:");
    }

    @Test
    void aServerOnAUnixSocketIsToldOfTheClient() throws Exception {
        var peer = RawPeer.connect(fronts.get(5));
        Backend.Seen seen = backend.ask(peer, folder.resolve("server").toString());
        assertThat(seen.header().source()).contains(peer.address());
    }

    /// Those of version 2 are LOCAL, with TLVs; of version 1 a client like any other, but to a Unix socket UNKNOWN.
    /// The request stands right behind the header, and HAProxy finds the servers up.
    @Test
    void checksAreAnswered() throws Exception {
        for (String service : List.of("v1", "v2", folder.resolve("server").toString())) {
            Eventually.holds("checks of " + service, () -> checks(service).size() >= 3);
        }
        assertThat(checks("v1")).allSatisfy(seen -> {
            assertThat(seen.header().version()).isEqualTo(1);
            assertThat(seen.header().command()).isEqualTo(ProxyCommand.PROXY);
            assertThat(seen.header().destination()).contains(backend.v1());
        });
        assertThat(checks("v2")).allSatisfy(seen -> {
            assertThat(seen.header().command()).isEqualTo(ProxyCommand.LOCAL);
            assertThat(seen.header().tlv(ProxyTlv.CRC32C)).isPresent();
        });
        assertThat(checks(folder.resolve("server").toString()))
                .allSatisfy(seen -> assertThat(seen.header()).isEqualTo(ProxyHeader.unknown()));
        assertThat(backend.server.counts().closed()).doesNotContainKey(CloseReason.BAD_PROXY_HEADER);
    }

    private static List<Backend.Seen> checks(String service) {
        return backend.seen.stream()
                .filter(seen -> seen.service().equals(service) && seen.line().startsWith("GET /check HTTP/"))
                .toList();
    }
}
