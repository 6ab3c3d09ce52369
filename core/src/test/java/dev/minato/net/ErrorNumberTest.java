package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.testing.Expect;
import org.junit.jupiter.api.Test;

/// A failure carries the system's error number where the platform says so, and else none.
class ErrorNumberTest {
    @Test
    void numberIsThereWhereThePlatformHasThem() throws NetException {
        try (var listener = TcpListener.bind("127.0.0.1:0")) {
            NetException taken =
                    Expect.failure(ErrorKind.ADDRESS_IN_USE, () -> TcpListener.bind(listener.localAddress()));

            assertThat(taken.osError().isPresent())
                    .isEqualTo(Platform.current().capabilities().errorNumbers());
        }
    }

    @Test
    void capabilitiesAreFoundOnce() {
        assertThat(Platform.current().capabilities())
                .isSameAs(Platform.current().capabilities());
    }
}
