package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Races between connections: the loser's peer reads the end of its stream.
@Timeout(60)
class RaceOfConnectsTest {
    private final Gate gate = new Gate();

    @Test
    void streamThatALoserReturnedIsClosed() throws Exception {
        try (var first = TcpListener.bind("127.0.0.1:0");
                var second = TcpListener.bind("127.0.0.1:0");
                TcpStream won = Tasks.race(
                        () -> {
                            var stream = TcpStream.connect(first.localAddress());
                            try {
                                gate.pass();
                            } catch (InterruptedException tooLate) {
                                return stream;
                            }
                            throw new AssertionError("nobody opens the gate");
                        },
                        () -> {
                            gate.awaitReached();
                            return TcpStream.connect(second.localAddress());
                        });
                var peer = second.accept();
                var peerOfLoser = first.accept()) {
            assertThat(peerOfLoser.read(new byte[1])).isEqualTo(-1);
            won.writeAll(new byte[] {7});
            var one = new byte[1];
            peer.readExact(one);
            assertThat(one).containsExactly(7);
        }
    }

    @Test
    void loserThatWaitsForItsSocketEndsAndClosesIt() throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0");
                TcpStream peer = Tasks.race(listener::accept, () -> {
                    try (var stream = TcpStream.connect(listener.localAddress())) {
                        stream.readExact(new byte[1]);
                        throw new AssertionError("nothing is sent");
                    }
                })) {
            assertThat(peer.read(new byte[1])).isEqualTo(-1);
        }
    }

    @Test
    void connectsThatAllFailSayWhy() throws Exception {
        String nobody;
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            nobody = listener.localAddress().toString();
        }
        Assertions.assertThatThrownBy(
                        () -> Tasks.race(() -> TcpStream.connect(nobody), () -> TcpStream.connect(nobody)))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("connection refused");
    }
}
