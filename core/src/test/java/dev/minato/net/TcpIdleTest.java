package dev.minato.net;

import static dev.minato.error.ErrorKind.TIMED_OUT;

import com.sun.management.OperatingSystemMXBean;
import dev.minato.error.NetException;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What waits in a socket for somebody to take it costs nothing meanwhile: whoever looks for events looks away.
///
/// Each socket was waited for once, and so is known to those who look.
@NetworkTest
class TcpIdleTest {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration REST = Duration.ofMillis(150);

    private TcpListener listener;
    private Pair pair;
    private Pair quiet;

    @BeforeEach
    void open() throws NetException {
        listener = TcpListener.bind("127.0.0.1:0");
        pair = Pair.of(listener);
        quiet = Pair.of(listener).settle();
    }

    @AfterEach
    void close() throws NetException {
        pair.close();
        quiet.close();
        listener.close();
    }

    @Test
    void dataThatNobodyReads() throws Exception {
        pair.settle();
        pair.far().writeAll(new byte[100]);
        processComesToRest();
    }

    @Test
    void anEndThatNobodyReads() throws Exception {
        pair.settle();
        pair.far().close();
        processComesToRest();
    }

    @Test
    void aResetThatNobodyReads() throws Exception {
        pair.settle();
        pair.reset();
        processComesToRest();
    }

    @Test
    void roomThatNobodyWritesTo() throws Exception {
        pair.near().awaitWritable();
        processComesToRest();
    }

    @Test
    void connectionsThatNobodyAccepts() throws Exception {
        Expect.failure(TIMED_OUT, () -> listener.accept(SHORT));
        try (var _ = TcpStream.connect(listener.localAddress())) {
            processComesToRest();
        }
    }

    /// Who looks without looking away takes a whole core, or what the machine can spare of it.
    private void processComesToRest() throws Exception {
        Eventually.holds("the process takes next to no time", () -> {
            long before = PROCESS.getProcessCpuTime();
            Expect.failure(TIMED_OUT, () -> quiet.near().awaitReadable(REST));
            return PROCESS.getProcessCpuTime() - before < REST.toNanos() / 10;
        });
    }
}
