package dev.minato.examples.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.examples.Running;
import dev.minato.examples.Wire;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import dev.minato.platform.Platform;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients of a service that may not answer, or not be there.
@Timeout(60)
class UdpClientsTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    @Test
    void theConnectedClientGetsItsAnswer() throws Exception {
        try (var server = Running.udp(UdpEcho::echo)) {
            assertThat(UdpClient.ask(server.address().toString(), "héllo")).isEqualTo("héllo");
        }
    }

    @Test
    void theConnectedClientSpeaksIpv6ToAServerThatDoes() throws Exception {
        try (var server = Running.udp("[::1]:0", UdpEcho::echo)) {
            assertThat(UdpClient.ask(server.address().toString(), "héllo")).isEqualTo("héllo");
        }
    }

    @Test
    void theConnectedClientFindsItsServerAgainAfterARestart() throws Exception {
        String address;
        try (var server = Running.udp(UdpEcho::echo)) {
            address = server.address().toString();
            assertThat(UdpClient.askOrExplain(address, "one")).isEqualTo("one");
        }
        assertThat(UdpClient.askOrExplain(address, "two")).isEqualTo("nobody listens at " + address);
        try (var _ = Running.udp(address, UdpEcho::echo)) {
            assertThat(UdpClient.askOrExplain(address, "three")).isEqualTo("three");
        }
    }

    @Test
    void aProbeSaysWhatEachDid() throws Exception {
        try (var server = Running.udp(UdpEcho::echo);
                var silent = UdpSocket.bind("127.0.0.1:0")) {
            SocketAddr nobody;
            try (var closed = UdpSocket.bind("127.0.0.1:0")) {
                nobody = closed.localAddress();
            }
            var all = List.of(server.address(), nobody, silent.localAddress());
            if (Platform.current().capabilities().datagramErrors()) {
                assertThat(UdpProbe.probe(all, Duration.ofSeconds(1)).values())
                        .containsExactly("answers", "is no good: connection refused", "says nothing");
            } else {
                assertThatExceptionOfType(NetException.class)
                        .isThrownBy(() -> UdpProbe.probe(all, SHORT))
                        .returns(ErrorKind.UNSUPPORTED, NetException::kind);
            }
        }
    }

    @Test
    void aBurstIsManyDatagrams() throws Exception {
        try (var receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            receiver.setSoTimeout((int) LONG.toMillis());
            String address = "127.0.0.1:" + receiver.getLocalPort();

            assertThat(BurstSend.send(ByteBuffer.allocate(3_000), address)).isEqualTo(3);

            for (int length : new int[] {1_200, 1_200, 600}) {
                var packet = new DatagramPacket(new byte[2_000], 2_000);
                receiver.receive(packet);
                assertThat(packet.getLength()).isEqualTo(length);
            }
        }
    }

    @Test
    void aBurstComesBack() throws Exception {
        try (var server = Running.udp(BurstEcho::echo);
                var client = UdpSocket.bindFor(server.address())) {
            client.sendSegments(ByteBuffer.allocate(3_000), 1_200, server.address());
            var received = new Received();
            for (int length : new int[] {1_200, 1_200, 600}) {
                client.recvFrom(ByteBuffer.allocate(2_000), received);
                assertThat(received.length()).isEqualTo(length);
            }
        }
    }

    @Test
    void theConnectedClientLearnsThatNobodyListens() throws Exception {
        String address;
        try (var closed = Wire.datagrams()) {
            address = address(closed);
        }
        assertThat(UdpClient.askOrExplain(address, "hello")).isEqualTo("nobody listens at " + address);
    }

    @Test
    void theTimeClientReadsTheTime() throws Exception {
        try (var server = Wire.datagrams()) {
            var client = ask(server, LONG, 1);
            Wire.reply(server, question(server), "1700000000");
            assertThat(client.join()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
        }
    }

    @Test
    void theTimeClientAsksAgain() throws Exception {
        try (var server = Wire.datagrams()) {
            var client = ask(server, SHORT, 10);
            question(server);
            question(server);
            Wire.reply(server, question(server), "7");
            assertThat(client.join()).isEqualTo(Instant.ofEpochSecond(7));
        }
    }

    @Test
    void theTimeClientSpeaksIpv6ToAServerThatDoes() throws Exception {
        try (var server = Wire.datagrams(InetAddress.getByName("::1"), 0)) {
            var client = Tasks.spawn(() -> TimeClient.ask("[::1]:" + server.getLocalPort(), LONG, 1));
            Wire.reply(server, question(server), "7");
            assertThat(client.join()).isEqualTo(Instant.ofEpochSecond(7));
        }
    }

    /// The server goes while the client waits for it, is away when it is asked again, and comes back.
    @Test
    void theTimeClientKeepsTryingWhileItsServerRestarts() throws Exception {
        var server = Wire.datagrams();
        int port = server.getLocalPort();
        var client = new FutureTask<>(() -> TimeClient.ask("127.0.0.1:" + port, SHORT, 12));
        var thread = Thread.ofPlatform().daemon().start(client);
        question(server);
        server.close();
        awaitPause(thread);
        try (var restarted = Wire.datagrams(InetAddress.getLoopbackAddress(), port)) {
            Wire.reply(restarted, question(restarted), "7");
            assertThat(client.get(10, TimeUnit.SECONDS)).isEqualTo(Instant.ofEpochSecond(7));
        }
    }

    /// A client that pauses was refused.
    private static void awaitPause(Thread client) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (Stream.of(client.getStackTrace())
                .noneMatch(frame -> frame.getMethodName().equals("sleep"))) {
            assertThat(client.isAlive()).as("the client goes on").isTrue();
            assertThat(System.nanoTime()).as("the client was not refused").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void theTimeClientGivesUpAfterItsLastTry() throws Exception {
        try (var server = Wire.datagrams()) {
            assertThat(failure(ask(server, SHORT, 3))).isEqualTo(ErrorKind.TIMED_OUT);
            question(server);
            question(server);
            var last = question(server);
            // A fourth one would come before this.
            server.send(new DatagramPacket(new byte[0], 0, server.getLocalSocketAddress()));
            assertThat(Wire.receive(server).getSocketAddress()).isNotEqualTo(last.getSocketAddress());
        }
    }

    @Test
    void theTimeClientTakesNoNonsense() throws Exception {
        try (var server = Wire.datagrams()) {
            var client = ask(server, LONG, 2);
            Wire.reply(server, question(server), "noon");
            assertThat(failure(client)).isEqualTo(ErrorKind.INVALID_DATA);
        }
    }

    private static Task<Instant> ask(DatagramSocket server, Duration patience, int tries) {
        return Tasks.spawn(() -> TimeClient.ask(address(server), patience, tries));
    }

    private static DatagramPacket question(DatagramSocket server) throws Exception {
        var packet = Wire.receive(server);
        assertThat(Wire.text(packet)).isEqualTo("TIME");
        return packet;
    }

    private static ErrorKind failure(Task<?> client) {
        return assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(client::join)
                .havingCause()
                .asInstanceOf(InstanceOfAssertFactories.type(NetException.class))
                .actual()
                .kind();
    }

    private static String address(DatagramSocket server) {
        return "127.0.0.1:" + server.getLocalPort();
    }
}
