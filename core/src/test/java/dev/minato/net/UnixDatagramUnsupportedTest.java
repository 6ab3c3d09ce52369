package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The jdk platform has no Unix datagrams, and says so each time.
@NetworkTest
class UnixDatagramUnsupportedTest {
    @BeforeEach
    void platformLacksThem() {
        assumeThat(Platform.current().name())
                .as("a platform without Unix datagrams")
                .isEqualTo("jdk");
    }

    @Test
    void saidOfEachWayToOpenOne(@TempDir Path directory) {
        var address = UnixAddr.ofPath(directory.resolve("x"));
        Expect.failure(ErrorKind.UNSUPPORTED, "bind", address, () -> UnixDatagram.bind(address));
        Expect.failure(ErrorKind.UNSUPPORTED, "bind", address, () -> UnixDatagram.bindRemovingStale(address));
        Expect.failure(ErrorKind.UNSUPPORTED, "bind", UnixAddr.unnamed(), UnixDatagram::unbound);
        Expect.failure(ErrorKind.UNSUPPORTED, UnixDatagram::pair);
    }

    @Test
    void nothingIsDeletedForTheSakeOfOne(@TempDir Path directory) throws NetException {
        var path = directory.resolve("stale");
        UnixListener.bind(path).close();
        Expect.failure(ErrorKind.UNSUPPORTED, () -> UnixDatagram.bindRemovingStale(path));
        assertThat(path).exists();
    }
}
