package dev.minato.contract;

import static dev.minato.error.ErrorKind.ADDRESS_IN_USE;
import static dev.minato.error.ErrorKind.ADDRESS_NOT_AVAILABLE;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.testing.Call;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/// A listener gives each connection once, to whoever asks.
@Contract
class AcceptContract {
    private static final int CLIENTS = 10;
    private static final int QUEUED = 300;

    @Parameter
    World world;

    private TcpListener listener;

    @BeforeEach
    void open() throws Exception {
        listener = world.listener();
    }

    @AfterEach
    void close() throws Exception {
        listener.close();
    }

    @Test
    void portZeroIsReplacedByTheOneThatWasChosen() {
        assertThat(listener.localAddress().port()).isPositive();
        assertThat(listener.localAddress().ip()).isEqualTo(world.family().any().ip());
    }

    @Test
    void addressThatIsTakenIsInUse() {
        var taken = listener.localAddress();
        Expect.failure(ADDRESS_IN_USE, "bind", taken, () -> TcpListener.bind(taken));
    }

    @Test
    void addressOfAnotherMachineIsNotAvailable() {
        // Addresses for documentation: RFC 5737 and RFC 3849.
        var foreign = SocketAddr.parse(world.family() == Loopback.IPV4 ? "192.0.2.1:0" : "[2001:db8::1]:0");
        Expect.failure(ADDRESS_NOT_AVAILABLE, "bind", foreign, () -> TcpListener.bind(foreign));
    }

    @Test
    void oneConnectionAfterTheOther() throws Exception {
        var clients = world.run(() -> {
            for (int i = 0; i < CLIENTS; i++) {
                connectAndSend(i);
            }
        });
        for (int i = 0; i < CLIENTS; i++) {
            assertThat(byteOfTheNext()).isEqualTo(i);
        }
        clients.result();
    }

    @Test
    void connectionsAreHandledWhileOthersAreStillMade() throws Exception {
        List<TcpStream> clients = new ArrayList<>();
        List<Call<Integer>> handlers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(TcpStream.connect(listener.localAddress()));
            TcpStream accepted = listener.accept();
            handlers.add(world.call(() -> byteOf(accepted)));
        }
        // The last that connected is the first that sends.
        for (int i = CLIENTS - 1; i >= 0; i--) {
            clients.get(i).writeAll(new byte[] {(byte) i});
            assertThat(handlers.get(i).result()).isEqualTo(i);
            clients.get(i).close();
        }
    }

    @Test
    void queueHoldsHundredsThatNobodyAcceptsYet() throws Exception {
        List<TcpStream> clients = new ArrayList<>();
        for (int i = 0; i < QUEUED; i++) {
            clients.add(TcpStream.connect(listener.localAddress(), Duration.ofSeconds(10)));
        }
        for (var client : clients) {
            try (client;
                    var accepted = listener.accept()) {
                assertThat(accepted.peerAddress()).isEqualTo(client.localAddress());
            }
        }
    }

    @Test
    void clonesTakeFromTheSameQueue() throws Exception {
        try (var clone = listener.tryClone();
                var first = TcpStream.connect(listener.localAddress());
                var second = TcpStream.connect(listener.localAddress());
                var one = listener.accept();
                var two = clone.accept()) {
            assertThat(one.peerAddress()).isEqualTo(first.localAddress());
            assertThat(two.peerAddress()).isEqualTo(second.localAddress());
            assertThat(clone.localAddress()).isEqualTo(listener.localAddress());
        }
    }

    @Test
    void manyThatWaitOnClonesGetOneEach() throws Exception {
        List<TcpListener> clones = new ArrayList<>();
        List<Call<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            TcpListener clone = listener.tryClone();
            clones.add(clone);
            calls.add(world.call(() -> byteOf(clone.accept())).awaitWaiting());
        }
        for (int i = 0; i < CLIENTS; i++) {
            connectAndSend(i);
        }
        Set<Integer> came = new HashSet<>();
        for (var call : calls) {
            came.add(call.result());
        }
        assertThat(came).hasSize(CLIENTS);
        for (var clone : clones) {
            clone.close();
        }
    }

    @Test
    void timeoutEndsAnAcceptAndLosesNoConnection() throws Exception {
        Expect.failure(TIMED_OUT, "accept", listener.localAddress(), () -> listener.accept(Duration.ofMillis(10)));
        Expect.failure(TIMED_OUT, () -> listener.accept(Duration.ZERO));
        connectAndSend(7);
        assertThat(byteOf(listener.accept(Duration.ofHours(1)))).isEqualTo(7);
    }

    @Test
    void iterationGivesEachAndEndsWithTheListener() throws Exception {
        var clients = world.run(() -> {
            for (int i = 0; i < CLIENTS; i++) {
                connectAndSend(i);
            }
        });
        int expected = 0;
        for (TcpStream stream : listener.incoming()) {
            assertThat(byteOf(stream)).isEqualTo(expected++);
            if (expected == CLIENTS) {
                listener.close();
            }
        }
        assertThat(expected).isEqualTo(CLIENTS);
        clients.result();
    }

    private void connectAndSend(int value) throws NetException {
        try (var stream = TcpStream.connect(listener.localAddress())) {
            stream.writeAll(new byte[] {(byte) value});
        }
    }

    private int byteOfTheNext() throws NetException {
        return byteOf(listener.accept());
    }

    private static int byteOf(TcpStream stream) throws NetException {
        try (stream) {
            var one = new byte[1];
            stream.readExact(one);
            return one[0];
        }
    }
}
