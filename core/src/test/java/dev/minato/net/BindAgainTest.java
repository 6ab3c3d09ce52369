package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import dev.minato.testing.NetworkTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// A port is free when the close of its listener returns, also while clients connect to it and threads wait in
/// its accept.
@NetworkTest
class BindAgainTest {
    private static final int TIMES = 200;
    private static final int CLIENTS = 4;
    private static final int ACCEPTING = 3;
    private static final int ENOUGH = 20;
    private static final Duration QUIET = Duration.ofMillis(500);

    @Test
    void rightAfterCloseUnderLoad() throws Exception {
        var done = new AtomicBoolean();
        TcpListener listener = TcpListener.bind("127.0.0.1:0");
        SocketAddr address = listener.localAddress();
        List<Task<Integer>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Tasks.spawn(() -> connectUntil(done, address)));
        }
        int accepted = 0;
        for (int i = 0; i < TIMES; i++) {
            accepted += acceptSome(listener);
            listener = TcpListener.bind(address);
        }
        done.set(true);
        listener.close();
        int connected = 0;
        for (Task<Integer> client : clients) {
            connected += client.join();
        }
        assertThat(accepted).isGreaterThanOrEqualTo(TIMES * ENOUGH);
        // Those in the queue at a close were connected, and nobody accepted them.
        assertThat(connected).isGreaterThanOrEqualTo(accepted);
    }

    /// Closes the listener while others wait for connections; how many they got.
    private static int acceptSome(TcpListener listener) throws Exception {
        List<Task<Integer>> accepting = new ArrayList<>();
        for (int i = 0; i < ACCEPTING; i++) {
            accepting.add(Tasks.spawn(() -> {
                int count = 0;
                for (TcpStream stream : listener.incoming()) {
                    stream.close();
                    count++;
                }
                return count;
            }));
        }
        int total = 0;
        for (; total < ENOUGH; total++) {
            listener.accept().close();
        }
        listener.close();
        for (Task<Integer> task : accepting) {
            total += task.join();
        }
        return total;
    }

    private static int connectUntil(AtomicBoolean done, SocketAddr address) throws NetException {
        int count = 0;
        while (!done.get()) {
            try (var stream = TcpStream.connect(address)) {
                count++;
                stream.setReadTimeout(QUIET);
                stream.read(new byte[1]);
            } catch (NetException e) {
                // The system forgets a connection that is still in its handshake when the listener closes,
                // without a word to the client.
                assertThat(e.kind())
                        .isIn(ErrorKind.CONNECTION_REFUSED, ErrorKind.CONNECTION_RESET, ErrorKind.TIMED_OUT);
            }
        }
        return count;
    }
}
