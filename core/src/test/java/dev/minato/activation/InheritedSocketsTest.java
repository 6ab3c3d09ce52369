package dev.minato.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.net.InheritedSocket;
import dev.minato.testing.Able;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.RawDescriptor;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The variables of sd_listen_fds(3): whose they are, how many descriptors and what they are called.
@NetworkTest
class InheritedSocketsTest {
    /// Where descriptors begin here: 3 is one of the JVM's own.
    private static final int FIRST = 700;

    private static final String SELF = Long.toString(ProcessHandle.current().pid());

    private static Map<String, String> environment(String... namesAndValues) {
        var environment = new HashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return environment;
    }

    private static void whereAble() {
        Assumptions.assumeTrue(Able.here().inheritedSockets());
    }

    private static void handIn(int... fds) {
        for (int i = 0; i < fds.length; i++) {
            RawDescriptor.dup2(fds[i], FIRST + i);
            RawDescriptor.close(fds[i]);
        }
    }

    @Test
    void nothingIsTakenWithoutVariablesNorThoseOfAnotherProcess() throws Exception {
        assertThat(InheritedSockets.take(Map.of(), FIRST).all()).isEmpty();
        assertThat(InheritedSockets.take(environment("LISTEN_FDS", "1"), FIRST).all())
                .isEmpty();
        assertThat(InheritedSockets.take(environment("LISTEN_PID", SELF), FIRST).all())
                .isEmpty();
        assertThat(InheritedSockets.take(environment("LISTEN_PID", "1", "LISTEN_FDS", "1"), FIRST)
                        .all())
                .isEmpty();
        assertThat(InheritedSockets.take(environment("LISTEN_PID", SELF, "LISTEN_FDS", "0"), FIRST)
                        .all())
                .isEmpty();
    }

    @Test
    void malformedVariablesAreRefused() {
        for (var wrong : new String[][] {
            {"LISTEN_PID", "x", "LISTEN_FDS", "1"},
            {"LISTEN_PID", "", "LISTEN_FDS", "1"},
            {"LISTEN_PID", "-1", "LISTEN_FDS", "1"},
            {"LISTEN_PID", SELF, "LISTEN_FDS", ""},
            {"LISTEN_PID", SELF, "LISTEN_FDS", "-1"},
            {"LISTEN_PID", SELF, "LISTEN_FDS", "1 "},
            {"LISTEN_PID", SELF, "LISTEN_FDS", "99999999999999999999"},
            {"LISTEN_PID", SELF, "LISTEN_FDS", "2000000"},
            {"LISTEN_PID", SELF, "LISTEN_FDS", "1", "LISTEN_FDNAMES", "a:b"},
            {"LISTEN_PID", SELF, "LISTEN_FDS", "1", "LISTEN_FDNAMES", ""}
        }) {
            Expect.failure(ErrorKind.INVALID_INPUT, () -> InheritedSockets.take(environment(wrong), FIRST));
        }
    }

    @Test
    void withoutNamesAllAreCalledUnknown() throws Exception {
        whereAble();
        handIn(RawDescriptor.listening(), RawDescriptor.bound(RawDescriptor.DGRAM));
        try (var sockets = InheritedSockets.take(environment("LISTEN_PID", SELF, "LISTEN_FDS", "2"), FIRST)) {
            assertThat(sockets.all()).extracting(InheritedSocket::name).containsExactly("unknown", "unknown");
            assertThat(sockets.all()).extracting(InheritedSocket::fd).containsExactly(FIRST, FIRST + 1);
        }
    }

    @Test
    void socketsOfOneNameAreTakenByKindAndInOrderAndTheRestIsClosed() throws Exception {
        whereAble();
        handIn(
                RawDescriptor.listening(),
                RawDescriptor.bound(RawDescriptor.DGRAM),
                RawDescriptor.listening(),
                RawDescriptor.listening());
        var sockets = InheritedSockets.take(
                environment("LISTEN_PID", SELF, "LISTEN_FDS", "4", "LISTEN_FDNAMES", "echo:echo:kv:echo"), FIRST);
        var listeners = sockets.tcpListeners("echo");
        var datagrams = sockets.udpSockets("echo");
        assertThat(listeners).hasSize(2);
        assertThat(datagrams).hasSize(1);
        assertThat(sockets.tcpListeners("echo")).isEmpty();
        assertThat(sockets.unixListeners("echo")).isEmpty();
        sockets.close();
        assertThat(RawDescriptor.isOpen(FIRST + 2)).isFalse();
        for (var listener : listeners) {
            assertThat(listener.isOpen()).isTrue();
            listener.close();
        }
        datagrams.getFirst().close();
        for (int i = 0; i < 4; i++) {
            assertThat(RawDescriptor.isOpen(FIRST + i)).isFalse();
        }
    }

    @Test
    void whatWasAdoptedBeforeAFailureIsClosed() throws Exception {
        whereAble();
        handIn(RawDescriptor.listening(), RawDescriptor.pipe());
        Expect.failure(
                ErrorKind.INVALID_INPUT,
                () -> InheritedSockets.take(environment("LISTEN_PID", SELF, "LISTEN_FDS", "2"), FIRST));
        assertThat(RawDescriptor.isOpen(FIRST)).isFalse();
        assertThat(RawDescriptor.isOpen(FIRST + 1)).isTrue();
        RawDescriptor.close(FIRST + 1);
    }
}
