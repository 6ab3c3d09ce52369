package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import dev.minato.server.ServerObserver;
import dev.minato.services.game.GameClient;
import dev.minato.services.game.GameClientSettings;
import dev.minato.services.game.GameRules;
import dev.minato.services.game.GameSettings;
import dev.minato.services.game.Input;
import dev.minato.task.Ticker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `game` is served beside other services, and its players are told when the server drains.
@Timeout(60)
class GameServiceTest {
    private static final Binding GAME = new Binding("game", Protocol.UDP, "127.0.0.1:0");

    @Test
    void drainTellsThePlayers() throws Exception {
        var bindings = List.of(GAME, new Binding("echo", Protocol.UDP, "127.0.0.1:0"));
        try (var server = Server.open(bindings, Limits.DEFAULT, ServerObserver.SILENT)) {
            var address = server.boundServices().getFirst().address();
            try (var client = GameClient.join(address, GameClientSettings.of(new SplittableRandom()))) {
                client.step(Input.NONE);
                server.drain();
                assertThatExceptionOfType(NetException.class)
                        .isThrownBy(() -> stepOn(client))
                        .withMessageContaining("the server is closing")
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.REFUSED_BY_PEER));
            }
            UdpSocket.bind(address).close();
        }
    }

    private static void stepOn(GameClient client) throws Exception {
        var ticker = Ticker.every(Duration.ofNanos(GameRules.TICK_NANOS));
        while (true) {
            long _ = ticker.tick();
            client.step(Input.NONE);
        }
    }

    /// Others are served until the server is closed.
    @Test
    void bugOfTheGameIsTold() throws Exception {
        var bug = new IllegalStateException("a bug");
        var settings = GameSettings.DEFAULT.withListener((_, _, _) -> {
            throw bug;
        });
        var bindings = List.of(GAME, new Binding("echo", Protocol.UDP, "127.0.0.1:0"));
        try (var server =
                        Server.open(bindings, Limits.DEFAULT, ServerObserver.SILENT, InstantSource.system(), settings);
                var client = UdpSocket.bind("127.0.0.1:0")) {
            assertThat(server.awaitEnd()).containsSame(bug);
            client.connect(server.boundServices().getLast().address());
            client.send(ByteBuffer.wrap(new byte[] {1, 2}));
            assertThat(client.recv(ByteBuffer.allocate(10))).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"game", "echo"})
    void drainIsTheEnd(String service) throws Exception {
        var binding = new Binding(service, Protocol.UDP, "127.0.0.1:0");
        try (var server = Server.open(List.of(binding), Limits.DEFAULT, ServerObserver.SILENT)) {
            server.drain();
            assertThat(server.awaitEnd()).isEmpty();
        }
    }

    @Test
    void thereIsOneGame() {
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Server.open(List.of(GAME, GAME), Limits.DEFAULT, ServerObserver.SILENT))
                .withMessageContaining("there is one game, at one address")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_INPUT));
    }
}
