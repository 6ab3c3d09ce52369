package dev.minato.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A failure says what was tried, on what, and why; saying the address later loses nothing.
class NetExceptionTest {
    private static final String ADDRESS = "127.0.0.1:1";

    @Test
    void messageHasAllParts() {
        var failure = NetException.builder(ErrorKind.CONNECTION_REFUSED, "connect")
                .address(ADDRESS)
                .osError(111)
                .build();

        assertThat(failure).hasMessage("connect 127.0.0.1:1: connection refused (os error 111)");
        assertThat(failure.kind()).isEqualTo(ErrorKind.CONNECTION_REFUSED);
        assertThat(failure.operation()).isEqualTo("connect");
        assertThat(failure.address()).contains(ADDRESS);
        assertThat(failure.osError()).hasValue(111);
    }

    @Test
    void messageLeavesOutWhatIsNotKnown() {
        var failure = NetException.of(ErrorKind.CLOSED, "read");

        assertThat(failure).hasMessage("read: closed").hasNoCause();
        assertThat(failure.address()).isEmpty();
        assertThat(failure.osError()).isEmpty();
    }

    @Test
    void detailComesBehindTheKind() {
        assertThat(NetException.of(ErrorKind.INVALID_INPUT, "bind", "no port"))
                .hasMessage("bind: invalid input: no port");
        assertThat(NetException.builder(ErrorKind.OTHER, "bind")
                        .address(ADDRESS)
                        .detail("strange")
                        .osError(7)
                        .build())
                .hasMessage("bind 127.0.0.1:1: other error: strange (os error 7)");
    }

    @ParameterizedTest
    @EnumSource
    void kindReadsAsWords(ErrorKind kind) {
        assertThat(kind.toString()).matches("[a-z][a-z ]*[a-z]");
    }

    @Test
    void addressCanBeSaidLaterWithoutLoss() {
        var cause = new IOException("the cause");
        var suppressed = new IOException("on closing");
        var failure = NetException.builder(ErrorKind.OTHER, "read")
                .detail("strange")
                .cause(cause)
                .osError(5)
                .build();
        failure.addSuppressed(suppressed);

        NetException said = failure.withAddress(ADDRESS);

        assertThat(said)
                .hasMessage("read 127.0.0.1:1: other error: strange (os error 5)")
                .hasCause(cause);
        assertThat(said.kind()).isEqualTo(ErrorKind.OTHER);
        assertThat(said.operation()).isEqualTo("read");
        assertThat(said.address()).contains(ADDRESS);
        assertThat(said.detail()).contains("strange");
        assertThat(said.osError()).hasValue(5);
        assertThat(said.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(said.getSuppressed()).containsExactly(suppressed);
        assertThat(failure.address()).isEmpty();
    }

    @Test
    void addressIsSaidOnce() {
        var failure = NetException.of(ErrorKind.CLOSED, "read").withAddress(ADDRESS);

        assertThat(failure.withAddress("another:2")).isSameAs(failure);
    }
}
