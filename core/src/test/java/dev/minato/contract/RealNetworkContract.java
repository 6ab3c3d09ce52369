package dev.minato.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.minato.platform.Platform;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.network.Host;
import dev.minato.testing.network.TwoHosts;
import dev.minato.testing.network.Weather;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections and datagrams over a network that loses, delays and reorders packets, that falls silent, that
/// takes only short packets, or that has no way to a host.
@NetworkTest
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealNetworkContract {
    private static final long SEED = 42;
    private static final int MEGABYTE = 1 << 20;

    private static final int NETWORK_UNREACHABLE = 101;
    private static final int HOST_UNREACHABLE = 113;
    private static final int TIMED_OUT = 110;
    private static final int CONNECTION_ABORTED = 103;

    private static final Weather LOSSY = Weather.FINE.losing(0.05);
    private static final Weather SLOW = Weather.FINE.delaying(Duration.ofMillis(40), Duration.ofMillis(20));
    private static final Weather REORDERING =
            Weather.FINE.delaying(Duration.ofMillis(4), Duration.ofMillis(4)).reordering();

    private TwoHosts hosts;
    private Host near;

    @BeforeAll
    void start() throws Exception {
        hosts = TwoHosts.start(SEED);
        near = hosts.near();
    }

    @BeforeEach
    void restore() throws Exception {
        hosts.restore();
    }

    @AfterAll
    void end() throws Exception {
        if (hosts != null) {
            hosts.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.2:7", "[fd77::2]:7"})
    void aStreamLosesNothingWhenPacketsAreLost(String address) throws IOException {
        connect(address);
        hosts.set(LOSSY);

        assertThat(near.ask("exchange " + MEGABYTE)).isEqualTo("ok " + MEGABYTE);
        assertThat(near.ask("finish")).isEqualTo("ok 0");
        assertThat(hosts.lost()).isPositive();
    }

    @Test
    void aStreamLosesNothingWhenPacketsAreSlow() throws IOException {
        hosts.set(SLOW);
        connect("10.77.0.2:7");

        assertThat(near.ask("exchange " + MEGABYTE / 4)).isEqualTo("ok " + MEGABYTE / 4);
    }

    @Test
    void aStreamKeepsItsOrderWhenPacketsOvertakeEachOther() throws IOException {
        connect("10.77.0.2:7");
        hosts.set(REORDERING);

        assertThat(near.ask("exchange " + MEGABYTE)).isEqualTo("ok " + MEGABYTE);
        assertThat(hosts.overtaken()).isPositive();
    }

    @Test
    void aStreamLosesNothingWhenAllOfThatComesTogether() throws IOException {
        hosts.set(SLOW.losing(0.05).reordering());
        connect("10.77.0.2:7");

        assertThat(near.ask("exchange " + MEGABYTE / 16)).isEqualTo("ok " + MEGABYTE / 16);
    }

    @Test
    void lostDatagramsAreLostAndTheOthersComeWhole() throws IOException {
        hosts.set(LOSSY);

        String answer = near.ask("datagrams 10.77.0.2:7 200 100");
        assertThat(answer).startsWith("ok ").doesNotContain("resent 0");
        assertThat(hosts.lost()).isPositive();
    }

    @Test
    void datagramsComeInTheOrderInWhichTheNetworkBringsThem() throws IOException {
        hosts.set(REORDERING);

        assertThat(near.ask("datagrams [fd77::2]:7 200 100")).startsWith("ok ").doesNotContain("overtaken 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.2:7", "[fd77::2]:7"})
    void aConnectThatNobodyAnswersTimesOut(String address) throws IOException {
        hosts.set(Weather.BLACK_HOLE);

        assertThat(near.ask("connect " + address + " 300")).isEqualTo("TIMED_OUT connect " + address);
    }

    @Test
    void aReadFromAPeerThatFellSilentTimesOutAndLosesNothing() throws IOException {
        connect("10.77.0.2:7");
        hosts.set(Weather.BLACK_HOLE);
        assertThat(near.ask("write 1000")).isEqualTo("ok 1000");
        assertThat(near.ask("read 200")).isEqualTo("TIMED_OUT read 10.77.0.2:7");

        hosts.set(Weather.FINE);

        // The system sends it again, by and by.
        assertThat(near.ask("read 20000")).isEqualTo("ok 1");
        assertThat(near.ask("discard 999")).isEqualTo("ok 999");
        assertThat(near.ask("exchange 1000")).isEqualTo("ok 1000");
    }

    @Test
    void shortPacketsCarryStreamsAndLongDatagrams() throws Exception {
        near.ip("link set minato0 mtu 600");
        hosts.far().ip("link set minato0 mtu 600");
        connect("10.77.0.2:7");

        assertThat(near.ask("exchange " + MEGABYTE / 4)).isEqualTo("ok " + MEGABYTE / 4);
        assertThat(near.ask("datagrams 10.77.0.2:7 10 8000")).startsWith("ok ");
    }

    @Test
    void aHostWithoutIpv4SpeaksIpv6Only() throws Exception {
        near.ip("-4 addr flush dev minato0");

        connect("[fd77::2]:7");
        assertThat(near.ask("exchange 1000")).isEqualTo("ok 1000");
        assertThat(near.ask("connect 10.77.0.2:7 1000"))
                .isEqualTo(failed("NETWORK_UNREACHABLE connect 10.77.0.2:7", NETWORK_UNREACHABLE));
        assertThat(near.ask("send 10.77.0.2:7 10"))
                .isEqualTo(failed("NETWORK_UNREACHABLE send 10.77.0.2:7", NETWORK_UNREACHABLE));
    }

    @Test
    void aHostWithoutIpv6SpeaksIpv4Only() throws Exception {
        near.ip("-6 addr flush dev minato0");

        connect("10.77.0.2:7");
        assertThat(near.ask("exchange 1000")).isEqualTo("ok 1000");
        assertThat(near.ask("connect [fd77::2]:7 1000"))
                .isEqualTo(failed("NETWORK_UNREACHABLE connect [fd77::2]:7", NETWORK_UNREACHABLE));
    }

    @Test
    void aRouteThatSaysTheHostIsUnreachableIsNamed() throws Exception {
        near.ip("route add unreachable 203.0.113.1");

        assertThat(near.ask("connect 203.0.113.1:7 1000"))
                .isEqualTo(failed("HOST_UNREACHABLE connect 203.0.113.1:7", HOST_UNREACHABLE));
        assertThat(near.ask("send 203.0.113.1:7 10"))
                .isEqualTo(failed("HOST_UNREACHABLE send 203.0.113.1:7", HOST_UNREACHABLE));
        near.ip("route del unreachable 203.0.113.1");
    }

    @Test
    void keepAliveEndsAConnectionWhosePeerDisappeared() throws IOException {
        connect("[fd77::2]:7");
        assertThat(near.ask("keep-alive 1")).startsWith("ok");
        hosts.set(Weather.BLACK_HOLE);

        // The system ends it, long before the read's own time.
        assertThat(near.ask("read 25000")).isEqualTo(failed("TIMED_OUT read [fd77::2]:7", TIMED_OUT));
    }

    @Test
    void userTimeoutEndsAConnectionWhosePeerDisappeared() throws IOException {
        connect("10.77.0.2:7");
        String set = near.ask("user-timeout 500");
        if (!Platform.current().capabilities().userTimeout()) {
            assertThat(set).startsWith("UNSUPPORTED ");
            return;
        }
        hosts.set(Weather.BLACK_HOLE);
        assertThat(near.ask("write 1000")).isEqualTo("ok 1000");

        assertThat(near.ask("read 25000")).isEqualTo(failed("TIMED_OUT read 10.77.0.2:7", TIMED_OUT));
    }

    /// `ss -K` has the system give up a connection, where the kernel was built for that.
    @Test
    void connectionThatTheSystemGivesUpIsAborted() throws Exception {
        connect("10.77.0.2:7");
        near.run("ss -K dport = 7");

        String answer = near.ask("read 1000");
        assumeFalse(answer.startsWith("TIMED_OUT"), "a kernel that gives up connections on request");
        assertThat(answer).isEqualTo(failed("CONNECTION_ABORTED read 10.77.0.2:7", CONNECTION_ABORTED));
    }

    @ParameterizedTest
    @CsvSource({"4, [fd77::2]:7", "6, 10.77.0.2:7"})
    void familyThatDoesNotAnswerDoesNotKeepTheOtherWaiting(int silenced, String answers) throws IOException {
        hosts.set(Weather.FINE.silencing(silenced));

        assertThat(near.ask("connect far.test:7 20000")).isEqualTo("ok " + answers);
        assertThat(near.ask("exchange 1000")).isEqualTo("ok 1000");
    }

    @Test
    void familyWithoutARouteIsPassedOver() throws Exception {
        near.ip("-4 addr flush dev minato0");

        assertThat(near.ask("connect far.test:7 20000")).isEqualTo("ok [fd77::2]:7");
    }

    /// A failure that the system told, whose number the linux platform says, too.
    private static String failed(String text, int number) {
        return Platform.current().capabilities().errorNumbers() ? text + " " + number : text;
    }

    private void connect(String address) throws IOException {
        assertThat(near.ask("connect " + address + " 20000")).isEqualTo("ok " + address);
    }
}
