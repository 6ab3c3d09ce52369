package dev.minato.services.game;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who joins shows that he is where he says he is; until then the server keeps nothing of him, and gains him nothing.
class JoinTest {
    private static final SocketAddr ONE = SocketAddr.parse("198.51.100.1:10001");
    private static final SocketAddr TWO = SocketAddr.parse("198.51.100.1:10002");
    private static final long SECOND = 1_000_000_000L;
    private static final long NONCE = 0x1234_5678_9abc_def0L;

    private final GameCore core = new GameCore(GameSettings.DEFAULT.withMaxPlayers(2), new SplittableRandom(1), 0);
    private final List<ByteBuffer> answers = new ArrayList<>();
    private final ByteBuffer out = ByteBuffer.allocate(Wire.MAX_PACKET);
    private long now;

    private List<ByteBuffer> receive(ByteBuffer packet, SocketAddr from) {
        answers.clear();
        core.receive(new Arrival(packet, from, now), (answer, to) -> {
            assertThat(to.address()).isEqualTo(from);
            answers.add(ByteBuffer.allocate(answer.remaining())
                    .put(answer.duplicate())
                    .flip());
        });
        assertThat(answers).hasSizeLessThanOrEqualTo(1);
        answers.forEach(answer -> assertThat(answer.limit()).isLessThanOrEqualTo(packet.limit()));
        return answers;
    }

    private List<ByteBuffer> join(SocketAddr from, long nonce, Cookie cookie) {
        JoinPacket.write(out, nonce, cookie);
        return receive(out, from);
    }

    private Cookie cookie(SocketAddr from, long nonce) {
        ByteBuffer challenge = join(from, nonce, Cookie.NONE).getFirst();
        assertThat(Wire.type(challenge)).isEqualTo(PacketType.CHALLENGE);
        assertThat(JoinPacket.nonce(challenge)).isEqualTo(nonce);
        return JoinAnswers.cookie(challenge);
    }

    private Welcome welcome(SocketAddr from, long nonce, Cookie cookie) {
        ByteBuffer welcome = join(from, nonce, cookie).getFirst();
        assertThat(Wire.type(welcome)).isEqualTo(PacketType.WELCOME);
        return Welcome.read(welcome).orElseThrow();
    }

    private long ignored(Malformed reason) {
        return core.counts().ignored().get(reason);
    }

    @Test
    void cookieLetsIn() {
        Cookie cookie = cookie(ONE, NONCE);
        assertThat(core.players()).isZero();
        Welcome welcome = welcome(ONE, NONCE, cookie);
        assertThat(core.players()).isEqualTo(1);
        assertThat(welcome.rules()).isEqualTo(GameRules.DEFAULT);
        assertThat(core.views()).containsExactly(new PlayerView(welcome.id(), Grid.position(welcome.point())));
    }

    /// The welcome may be lost.
    @Test
    void joiningAgainIsTheSamePlayer() {
        Cookie cookie = cookie(ONE, NONCE);
        assertThat(welcome(ONE, NONCE, cookie)).isEqualTo(welcome(ONE, NONCE, cookie));
        assertThat(core.players()).isEqualTo(1);
        assertThat(core.counts().joins).isEqualTo(1);
    }

    @Test
    void cookieIsOfOneAddressAndOneNonce() {
        Cookie cookie = cookie(ONE, NONCE);
        assertThat(join(TWO, NONCE, cookie)).isEmpty();
        assertThat(join(ONE, NONCE + 1, cookie)).isEmpty();
        assertThat(join(ONE, NONCE, new Cookie(cookie.high() ^ 1, cookie.low())))
                .isEmpty();
        assertThat(join(ONE, NONCE, new Cookie(cookie.high(), cookie.low() ^ 1L << 63)))
                .isEmpty();
        assertThat(ignored(Malformed.COOKIE)).isEqualTo(4);
        assertThat(core.players()).isZero();
    }

    @Test
    void cookieCountsForFifteenToThirtySeconds() {
        Cookie cookie = cookie(ONE, NONCE);
        now = 29 * SECOND;
        assertThat(welcome(ONE, NONCE, cookie)).isNotNull();
        now = 30 * SECOND;
        assertThat(join(TWO, NONCE, cookie)).isEmpty();
        assertThat(join(ONE, NONCE, cookie)).isEmpty();
        assertThat(ignored(Malformed.COOKIE)).isEqualTo(2);
    }

    @Test
    void cookieOfAQuietServerExpiresToo() {
        Cookie cookie = cookie(ONE, NONCE);
        now = 300 * SECOND;
        assertThat(join(ONE, NONCE, cookie)).isEmpty();
        assertThat(welcome(ONE, NONCE, cookie(ONE, NONCE))).isNotNull();
    }

    @Test
    void fullGameRefuses() {
        Cookie cookie = cookie(ONE, 3);
        Welcome _ = welcome(ONE, 1, cookie(ONE, 1));
        Welcome _ = welcome(TWO, 2, cookie(TWO, 2));
        ByteBuffer refused = join(ONE, 3, cookie).getFirst();
        assertThat(Wire.type(refused)).isEqualTo(PacketType.REFUSED);
        assertThat(JoinAnswers.refusal(refused)).isEqualTo(Reason.FULL);
        assertThat(core.counts().refusedJoins).isEqualTo(1);
    }

    @Test
    void otherVersionIsRefused() {
        JoinPacket.write(out, NONCE, Cookie.NONE);
        out.put(2, (byte) 9);
        ByteBuffer refused = receive(out, ONE).getFirst();
        assertThat(JoinAnswers.refusal(refused)).isEqualTo(Reason.VERSION);
        assertThat(ignored(Malformed.VERSION)).isEqualTo(1);

        var session = new ClientSession(NONCE, 0, 0);
        refused.put(2, (byte) 9); // a server of another version says it in its own
        session.receive(refused, refused.limit(), 0);
        assertThat(session.end()).hasValueSatisfying(words -> assertThat(words).contains("another version"));
    }

    /// Also what is not a join gets an answer no longer than itself, and none that a forger could use.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 9, 10, 13, 16, 23, 33, 63, 64, 65, 256})
    void nothingIsAmplified(int length) {
        for (PacketType type : PacketType.values()) {
            var packet = ByteBuffer.allocate(Math.max(length, Wire.HEADER));
            Wire.begin(packet, type).position(0).limit(length);
            if (length > 12) {
                packet.put(12, (byte) 1);
            }
            List<ByteBuffer> _ = receive(packet, ONE);
        }
        assertThat(core.players()).isZero();
    }

    /// Another server's, which a packet with a forged sender would make this one talk to.
    @Test
    void portsOfServersGetNoAnswer() {
        assertThat(join(SocketAddr.parse("198.51.100.1:53"), NONCE, Cookie.NONE))
                .isEmpty();
        assertThat(join(SocketAddr.parse("198.51.100.1:1023"), NONCE, Cookie.NONE))
                .isEmpty();
        assertThat(ignored(Malformed.PORT)).isEqualTo(2);
        assertThat(join(SocketAddr.parse("198.51.100.1:1024"), NONCE, Cookie.NONE))
                .hasSize(1);
    }

    /// A megabyte of joins from everywhere leaves nothing behind.
    @Test
    void floodOfJoinsKeepsNothing() {
        for (int i = 0; i < 20_000; i++) {
            SocketAddr from = SocketAddr.parse("203.0.113." + i % 256 + ":" + (1024 + i));
            assertThat(join(from, i, i % 2 == 0 ? Cookie.NONE : new Cookie(i, i)))
                    .hasSize(1 - i % 2);
        }
        assertThat(core.players()).isZero();
        assertThat(core.counts().joins).isZero();
    }

    @Test
    void othersAreNotTakenForThePlayer() {
        Welcome welcome = welcome(ONE, NONCE, cookie(ONE, NONCE));
        InputPacket.begin(out, welcome.id(), welcome.token(), 1, 1);
        assertThat(JoinAnswers.end(receive(out, TWO).getFirst())).isEqualTo(Reason.NOT_IN_GAME);
        InputPacket.begin(out, welcome.id(), welcome.token() + 1, 1, 1);
        assertThat(receive(out, ONE)).hasSize(1);
        InputPacket.begin(out, welcome.id() + 1, welcome.token(), 1, 1);
        assertThat(receive(out, ONE)).hasSize(1);
        JoinAnswers.leave(out, welcome.id(), welcome.token());
        assertThat(receive(out, TWO)).isEmpty();
        assertThat(ignored(Malformed.UNKNOWN_PLAYER)).isEqualTo(4);
        assertThat(core.players()).isEqualTo(1);

        InputPacket.begin(out, welcome.id(), welcome.token(), 1, 1);
        assertThat(receive(out, ONE)).isEmpty();
        JoinAnswers.leave(out, welcome.id(), welcome.token());
        assertThat(receive(out, ONE)).isEmpty();
        assertThat(core.players()).isZero();
    }

    @Test
    void silentPlayerIsRemovedAndTold() {
        Welcome one = welcome(ONE, 1, cookie(ONE, 1));
        now = 4 * SECOND;
        Welcome two = welcome(TWO, 2, cookie(TWO, 2));
        var told = new ArrayList<Reason>();
        PacketSink sink = (packet, _) -> {
            if (Wire.type(packet) == PacketType.GOODBYE) {
                assertThat(SnapshotPacket.token(packet)).isEqualTo(one.token());
                told.add(JoinAnswers.end(packet));
            }
        };
        core.tick(1, Duration.ofSeconds(5).toNanos(), sink);
        assertThat(core.players()).isEqualTo(2);
        core.tick(2, Duration.ofSeconds(5).toNanos() + 1, sink);
        assertThat(told).containsExactly(Reason.SILENT);
        assertThat(core.views()).extracting(PlayerView::id).containsExactly(two.id());
        assertThat(core.counts().timeouts).isEqualTo(1);
    }
}
