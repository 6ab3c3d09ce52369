package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.address.IpAddr;
import dev.minato.address.IpNetwork;
import dev.minato.codec.LineCodec;
import dev.minato.net.Shutdown;
import dev.minato.net.UnixStream;
import dev.minato.testing.Eventually;
import dev.minato.testing.RawPeer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whom access lists let in, and when.
@Timeout(60)
class AccessListTest {
    private static final RequestHandler<String, String> ECHO = (line, session) -> session.write(line);

    private static List<IpNetwork> networks(String... texts) {
        return Stream.of(texts).map(IpNetwork::parse).toList();
    }

    private static boolean allows(AccessList list, String address) {
        return list.allows(IpAddr.parse(address));
    }

    @Test
    void deniedNetworksWinAndAllowedOnesExcludeTheRest() {
        assertThat(allows(AccessList.OPEN, "192.0.2.1")).isTrue();
        AccessList list = AccessList.OPEN
                .allow(networks("10.0.0.0/8", "2001:db8::/32", "192.0.2.7"))
                .deny(networks("10.1.0.0/16", "10.0.0.1"));
        assertThat(allows(list, "10.2.0.1")).isTrue();
        assertThat(allows(list, "::ffff:10.2.0.1")).isTrue();
        assertThat(allows(list, "192.0.2.7")).isTrue();
        assertThat(allows(list, "2001:db8:1::1")).isTrue();
        assertThat(allows(list, "10.1.2.3")).isFalse();
        assertThat(allows(list, "::ffff:10.1.2.3")).isFalse();
        assertThat(allows(list, "10.0.0.1")).isFalse();
        assertThat(allows(list, "192.0.2.8")).isFalse();
        assertThat(allows(list, "2001:db9::1")).isFalse();
        assertThat(allows(AccessList.OPEN.allow(List.of()), "192.0.2.1")).isFalse();
        assertThat(allows(AccessList.OPEN.deny(networks("0.0.0.0/0")), "::1")).isTrue();
        assertThat(allows(AccessList.OPEN.deny(networks("::/0")), "127.0.0.1")).isTrue();
        assertThat(allows(list.deny(List.of()), "10.1.2.3")).isTrue();
    }

    @Test
    void aListAppliesToThoseWhoComeAndCanBeExchanged() throws Exception {
        try (var kit = Kit.ofLines(ECHO, builder -> builder.deny(networks("127.0.0.2")));
                var first = kit.connect()) {
            ask(first);
            refused(kit, "127.0.0.2");
            kit.server.setAccess(AccessList.OPEN.allow(networks("127.0.0.2/31")));
            refused(kit, "127.0.0.1");
            ask(first);
            try (var other =
                    RawPeer.connect("127.0.0.2", kit.server.localAddresses().getFirst())) {
                ask(other);
            }
            assertThat(kit.server.counts().refused()).isEqualTo(Map.of(RefusalReason.DENIED, 2L));
        }
    }

    @Test
    void unixPeersAreLetIn(@TempDir Path folder) throws Exception {
        var path = folder.resolve("socket");
        var handler = ConnectionHandler.ofRequests(() -> LineCodec.utf8(100), ECHO);
        try (var _ = Kit.ofLines(ECHO, builder -> builder.listen(path, handler).allow(List.of()));
                var stream = UnixStream.connect(path)) {
            stream.writeAll(Kit.bytes("x\n"));
            stream.shutdown(Shutdown.WRITE);
            assertThat(stream.readToString(100)).isEqualTo("x\n");
        }
    }

    private static void ask(RawPeer peer) throws Exception {
        peer.send("one\n");
        assertThat(peer.receive(4)).isEqualTo("one\n");
    }

    private static void refused(Kit kit, String from) throws Exception {
        int before = kit.refusals().size();
        try (var peer = RawPeer.connect(from, kit.server.localAddresses().getFirst())) {
            assertThatThrownBy(peer::isAtEnd).hasMessageContaining("reset");
            Eventually.holds("refused", () -> kit.refusals().size() == before + 1);
            assertThat(kit.refusals())
                    .endsWith(new Refusal("test", peer.address().toString(), RefusalReason.DENIED));
        }
    }
}
