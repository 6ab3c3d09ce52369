package dev.minato.examples.threads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.examples.Running;
import dev.minato.examples.Wire;
import dev.minato.net.TcpListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who serves a connection: a platform thread, a virtual thread, one of a few.
@Timeout(60)
class ThreadsTest {
    @Test
    void aPlatformThreadForEachConnection() throws Exception {
        try (var server = Running.tcp(PlatformThreads::serve)) {
            assertThat(greetings(server)).startsWith("served by Thread[#").contains("connection");
        }
    }

    @Test
    void aVirtualThreadForEachConnection() throws Exception {
        try (var server = Running.tcp(VirtualThreads::serve)) {
            assertThat(greetings(server)).startsWith("served by VirtualThread[#");
        }
    }

    /// The greeting of one connection, while another one is open.
    private static String greetings(Running server) throws Exception {
        try (var other = Wire.connect(server.address())) {
            assertThat(Wire.lines(other).readLine()).startsWith("served by ");
            return Wire.ask(server.address(), "");
        }
    }

    @Test
    void whoFindsAllWorkersBusyWaitsInTheBacklog() throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var other = listener.tryClone();
                var pool = Running.of(listener, () -> FixedPool.serve(listener, 2));
                var first = Wire.connect(listener.localAddress());
                var second = Wire.connect(listener.localAddress())) {
            Wire.send(first, "one");
            assertThat(Wire.receive(first, "one")).isEqualTo("one");
            Wire.send(second, "two");
            assertThat(Wire.receive(second, "two")).isEqualTo("two");

            // No worker has taken the third, so it is there for somebody else.
            try (var third = Wire.connect(listener.localAddress());
                    var taken = other.accept()) {
                assertThat(taken.peerAddress().port()).isEqualTo(third.getLocalPort());
            }

            assertThat(Wire.finish(first, "")).isEmpty();
            assertThat(Wire.ask(listener.localAddress(), "four")).isEqualTo("four");
            assertThat(Wire.finish(second, "")).isEmpty();
            pool.stop();
        }
    }
}
