package dev.minato.services.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.server.CloseReason;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionEnd;
import dev.minato.server.Refusal;
import dev.minato.server.RefusalReason;
import dev.minato.server.RequestObserver;
import dev.minato.server.TcpServer;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A history is bounded, whatever happens, and what happens often drives out nothing else.
class ConnectionHistoryTest {
    private static final long MILLI = 1_000_000;
    private static final long MINUTE = 60_000 * MILLI;

    private final AtomicLong now = new AtomicLong(100 * MINUTE);
    private final ConnectionHistory history = new ConnectionHistory(now::get);
    private final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
    private final List<Socket> clients = new ArrayList<>();
    private TcpServer server;

    @BeforeEach
    void open() throws Exception {
        server = TcpServer.builder()
                .listen("test", "127.0.0.1:0", connection -> {
                    accepted.add(connection);
                    connection.stopSignal().await();
                })
                .start();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        for (Socket client : clients) {
            client.close();
        }
    }

    private Connection connection() throws Exception {
        clients.add(new Socket("127.0.0.1", server.localAddresses().getFirst().port()));
        Connection connection = accepted.poll(30, TimeUnit.SECONDS);
        assertThat(connection).isNotNull();
        return connection;
    }

    private void ends(Connection connection, CloseReason reason, Optional<Throwable> failure) {
        history.closed(connection, new ConnectionEnd(reason, failure, 1, 2, Duration.ofSeconds(3)));
    }

    @Test
    void floodOfOneReasonDrivesOutNoOther() throws Exception {
        Connection connection = connection();
        ends(connection, CloseReason.TLS_FAILED, Optional.empty());
        history.refused(new Refusal("test", "10.1.2.3:4", RefusalReason.DENIED));
        for (int i = 0; i < 10_000; i++) {
            now.addAndGet(MILLI);
            ends(connection, CloseReason.FINISHED, Optional.empty());
            history.refused(new Refusal("test", "10.1.2.4:" + i, RefusalReason.TOO_MANY_FROM_ADDRESS));
        }
        assertThat(history.ended(Integer.MAX_VALUE))
                .hasSize(33)
                .last()
                .extracting(EndedConnection::reason)
                .isEqualTo(CloseReason.TLS_FAILED);
        assertThat(history.refused(Integer.MAX_VALUE))
                .hasSize(65)
                .last()
                .extracting(RefusedConnection::peer)
                .isEqualTo("10.1.2.3:4");
        assertThat(history.refused(2))
                .extracting(RefusedConnection::peer)
                .containsExactly("10.1.2.4:9999", "10.1.2.4:9998", "10.1.2.3:4");
        assertThat(history.findRefused(1)).isPresent();
        assertThat(history.findRefused(2)).isEmpty();
    }

    @Test
    void textsAreCut() throws Exception {
        var failure = NetException.of(ErrorKind.INVALID_DATA, "decode", "x".repeat(100_000));
        ends(connection(), CloseReason.BAD_MESSAGE, Optional.of(failure));
        history.refused(new Refusal("test", "/" + "y".repeat(100_000), RefusalReason.DENIED));
        history.acceptDelayed("test", failure, Duration.ofSeconds(1));
        assertThat(history.ended(1).getFirst().failure())
                .startsWith("decode")
                .endsWith("x…")
                .hasSize(Text.MAX_FAILURE);
        assertThat(history.refused(1).getFirst().peer()).endsWith("y…").hasSize(Text.MAX_NAME);
        assertThat(history.lastDelay().orElseThrow().failure()).hasSize(Text.MAX_FAILURE);
    }

    /// It may have in it what a client sent.
    @Test
    void textOfAProgramsFailureIsNotKept() throws Exception {
        ends(connection(), CloseReason.HANDLER_FAILED, Optional.of(new IllegalStateException("password is 1234")));
        assertThat(history.ended(1).getFirst().failure()).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void slowestRequestOfEachConnectionIsKeptForFiveMinutes() throws Exception {
        RequestObserver requests = history.requests("test").orElseThrow();
        Connection one = connection();
        Connection other = connection();
        requests.handled(one, SlowestRequests.FLOOR - 1);
        assertThat(history.slowest(10)).isEmpty();
        requests.handled(one, 5 * MILLI);
        requests.handled(one, 7 * MILLI);
        requests.handled(one, 6 * MILLI);
        requests.handled(other, 3 * MILLI);
        assertThat(history.slowest(10)).extracting(SlowRequest::nanos).containsExactly(7 * MILLI, 3 * MILLI);
        now.addAndGet(4 * MINUTE);
        requests.handled(other, 4 * MILLI);
        assertThat(history.slowest(10)).extracting(SlowRequest::nanos).containsExactly(7 * MILLI, 4 * MILLI);
        now.addAndGet(MINUTE);
        assertThat(history.slowest(10)).extracting(SlowRequest::nanos).containsExactly(4 * MILLI);
    }

    @Test
    void slowerRequestTakesThePlaceOfTheFastest() throws Exception {
        RequestObserver requests = history.requests("test").orElseThrow();
        for (int i = 1; i <= 20; i++) {
            requests.handled(connection(), i * 10 * MILLI);
        }
        requests.handled(connection(), MILLI);
        assertThat(history.slowest(100))
                .extracting(each -> each.nanos() / MILLI)
                .containsExactly(200L, 190L, 180L, 170L, 160L, 150L, 140L, 130L);
    }
}
