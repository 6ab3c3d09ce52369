package dev.minato.examples.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.client.TcpClient;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.examples.Child;
import dev.minato.net.TcpListener;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A client and its server, which is killed and started again.
@Timeout(60)
class RpcTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void callsAreAnsweredInAnyOrder() throws Exception {
        try (var server = RpcServer.start("127.0.0.1:0");
                var rpc = new RpcClient(server.localAddresses().getFirst().toString(), PATIENCE)) {
            assertThat(rpc.call("hello")).isEqualTo("HELLO");
            assertThat(rpc.callAll(List.of("50", "one", "20", "two"))).containsExactly("slept", "ONE", "slept", "TWO");
        }
    }

    /// More calls than the server takes at once.
    @Test
    void manyCallsAtOnce() throws Exception {
        List<String> texts = IntStream.range(0, 500).mapToObj(i -> "call " + i).toList();
        try (var server = RpcServer.start("127.0.0.1:0");
                var rpc = new RpcClient(server.localAddresses().getFirst().toString(), PATIENCE)) {
            assertThat(rpc.callAll(texts))
                    .isEqualTo(texts.stream()
                            .map(text -> text.toUpperCase(Locale.ROOT))
                            .toList());
        }
    }

    /// What sleeps when the server dies may have been executed, and its caller hears that. What comes next waits
    /// for the server's return, and so does a call that may be made twice.
    @Test
    void aServerThatIsKilledAndComesBack() throws Exception {
        var first = Child.start("rpc.RpcServer", "127.0.0.1:0");
        String address = first.line().replace("listening at ", "");
        try (var rpc = new RpcClient(address, PATIENCE)) {
            assertThat(rpc.call("hello")).isEqualTo("HELLO");
            var asleep = rpc.client.send(new Message(-1, "20000"));
            assertThat(rpc.call("it was read")).isEqualTo("IT WAS READ");

            first.close();
            first.exitCode();

            assertThat(TcpClient.isOutcomeUnknown(catchThrowableOfType(NetException.class, asleep::await)))
                    .isTrue();
            var waiting = Tasks.spawn(() -> rpc.call("are you back"));
            try (var second = Child.start("rpc.RpcServer", address)) {
                assertThat(second.line()).isEqualTo("listening at " + address);
                assertThat(waiting.join()).isEqualTo("ARE YOU BACK");
                assertThat(rpc.callAll(List.of("one", "two"))).containsExactly("ONE", "TWO");
            }
        }
    }

    @Test
    void theProgramPrintsAnswersAndFailures() throws Exception {
        try (var server = Child.start("rpc.RpcServer", "127.0.0.1:0")) {
            String address = server.line().replace("listening at ", "");
            try (var client = Child.start("rpc.RpcClient", address, "30", "hello")) {
                assertThat(client.line()).isEqualTo("slept");
                assertThat(client.line()).isEqualTo("HELLO");
                assertThat(client.exitCode()).isZero();
            }
            try (var client = Child.start("rpc.RpcClient", address, "6000")) {
                assertThat(client.line())
                        .isEqualTo("reply " + address + ": timed out (the call may have been executed)");
            }
        }
    }

    /// Nobody is there, and nobody comes: the call ends in time, and says why.
    @Test
    void nobodyThere() throws Exception {
        String address;
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            address = listener.localAddress().toString();
        }
        try (var rpc = new RpcClient(address, PATIENCE)) {
            var failure = catchThrowableOfType(
                    NetException.class, () -> Tasks.withDeadline(Duration.ofMillis(100), () -> rpc.call("hello")));
            assertThat(failure.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
            assertThat(failure).hasMessageContaining("connection refused");
            assertThat(TcpClient.isOutcomeUnknown(failure)).isFalse();
        }
    }
}
