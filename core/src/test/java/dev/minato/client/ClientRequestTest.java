package dev.minato.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Call;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Requests and their replies, with nothing in their way.
class ClientRequestTest {
    private static TcpClientBuilder<String, String> lines(ScriptServer server) {
        return TcpClient.builder(() -> LineCodec.utf8(1000)).address(server.address());
    }

    @ParameterizedTest
    @EnumSource(Threads.class)
    void aRequestGetsItsReply(Threads threads) throws Exception {
        try (var server = new ScriptServer(ScriptServer.echo());
                var client = lines(server).build()) {
            assertThat(threads.call(() -> client.request("hello")).result()).isEqualTo("hello");
            assertThat(threads.call(() -> client.request("again")).result()).isEqualTo("again");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    /// Nothing is sent before a request, and no connection made.
    @Test
    void aClientConnectsWhenItIsNeeded() throws Exception {
        try (var server = new ScriptServer(ScriptServer.echo());
                var client = lines(server).build()) {
            assertThat(client.connections()).isZero();
            assertThat(client.request("hello")).isEqualTo("hello");
            assertThat(client.connections()).isEqualTo(1);
        }
    }

    @Test
    void requestsOfManyTasksAreEachAnswered() throws Exception {
        try (var server = new ScriptServer(ScriptServer.echo());
                var client = lines(server).maxConnections(3).maxInFlight(7).build()) {
            List<Call<List<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int task = i;
                calls.add(Threads.VIRTUAL.call(() -> {
                    List<String> replies = new ArrayList<>();
                    for (int n = 0; n < 40; n++) {
                        replies.add(client.request(task + "-" + n));
                    }
                    return replies;
                }));
            }
            for (int i = 0; i < 50; i++) {
                int task = i;
                assertThat(calls.get(i).result())
                        .isEqualTo(IntStream.range(0, 40)
                                .mapToObj(n -> task + "-" + n)
                                .toList());
            }
            assertThat(server.accepted()).isLessThanOrEqualTo(3);
            Eventually.holds("all places are free", () -> client.inFlight() == 0);
        }
    }

    /// The server answers only when it has read all of them.
    @Test
    void aTaskPipelines() throws Exception {
        ScriptServer.Script afterTen = (_, _, lines) -> {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(lines.read().orElseThrow());
            }
            for (String line : all) {
                lines.write("re: " + line);
            }
            lines.flush();
            assertThat(lines.read()).isEmpty();
        };
        try (var server = new ScriptServer(afterTen);
                var client = lines(server).maxConnections(1).maxInFlight(10).build()) {
            List<Pending<String>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(client.send("line " + i));
            }
            for (int i = 0; i < 10; i++) {
                assertThat(all.get(i).await()).isEqualTo("re: line " + i);
                assertThat(all.get(i).await()).isEqualTo("re: line " + i);
                assertThat(all.get(i).isSettled()).isTrue();
            }
        }
    }

    @Test
    void repliesInAnyOrderFindTheirRequestsById() throws Exception {
        ScriptServer.Script backwards = (_, _, lines) -> {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                all.addFirst(lines.read().orElseThrow());
            }
            for (String line : all) {
                lines.write(line);
            }
            lines.flush();
            assertThat(lines.read()).isEmpty();
        };
        try (var server = new ScriptServer(backwards);
                var client = lines(server)
                        .maxConnections(1)
                        .maxInFlight(5)
                        .matching(request -> request, reply -> reply)
                        .build()) {
            List<Pending<String>> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                all.add(client.send("line " + i));
            }
            for (int i = 0; i < 5; i++) {
                assertThat(all.get(i).await()).isEqualTo("line " + i);
            }
        }
    }

    @Test
    void aHandshakeComesFirstOnEachConnection() throws Exception {
        ScriptServer.Script wantsHello = (number, _, lines) -> {
            assertThat(lines.read()).contains("HELLO");
            lines.write("welcome");
            var request = lines.read();
            lines.write(number + ": " + request.orElseThrow());
            lines.flush();
        };
        try (var server = new ScriptServer(wantsHello);
                var client = lines(server)
                        .connected(framed -> {
                            framed.write("HELLO");
                            if (!framed.read().equals(java.util.Optional.of("welcome"))) {
                                throw NetException.of(ErrorKind.PERMISSION_DENIED, "hello");
                            }
                        })
                        .build()) {
            assertThat(client.request("one")).isEqualTo("1: one");
            Eventually.holds("the server's end is heard", () -> client.connections() == 0);
            assertThat(client.request("two")).isEqualTo("2: two");
        }
    }

    @Test
    void aRefusedHandshakeIsARefusedConnection() throws Exception {
        try (var server = new ScriptServer(ScriptServer.echo());
                var client = lines(server)
                        .connected(_ -> {
                            throw NetException.of(ErrorKind.PERMISSION_DENIED, "login", "wrong password");
                        })
                        .build()) {
            var failure = Expect.failure(ErrorKind.PERMISSION_DENIED, () -> client.request("one"));

            assertThat(failure.operation()).isEqualTo("connect");
            assertThat(failure.getMessage()).contains("wrong password");
            assertThat(TcpClient.isOutcomeUnknown(failure)).isFalse();
        }
    }

    @Test
    void aRefusedConnectionIsNamed() throws Exception {
        var nobody = Loopback.IPV4.closedPort();
        try (var client =
                TcpClient.builder(() -> LineCodec.utf8(1000)).address(nobody).build()) {
            for (int i = 0; i < 3; i++) {
                var failure =
                        Expect.failure(ErrorKind.CONNECTION_REFUSED, "connect", nobody, () -> client.request("hello"));
                assertThat(TcpClient.isOutcomeUnknown(failure)).isFalse();
            }
            assertThat(client.connections()).isZero();
        }
    }
}
