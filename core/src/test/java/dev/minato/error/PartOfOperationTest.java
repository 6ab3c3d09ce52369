package dev.minato.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A failure that was a part of something larger says what that was, and loses nothing.
class PartOfOperationTest {
    @Test
    void allButTheOperationStays() {
        var cause = new IllegalStateException();
        NetException part = NetException.builder(ErrorKind.ADDRESS_IN_USE, "bind")
                .address("127.0.0.1:80")
                .detail("taken")
                .osError(98)
                .cause(cause)
                .build();
        part.addSuppressed(new IllegalArgumentException());

        NetException whole = part.withOperation("serve echo/tcp");

        assertThat(whole)
                .hasMessage("serve echo/tcp 127.0.0.1:80: address in use: taken (os error 98)")
                .hasCause(cause);
        assertThat(whole.operation()).isEqualTo("serve echo/tcp");
        assertThat(whole.getStackTrace()).isEqualTo(part.getStackTrace());
        assertThat(whole.getSuppressed()).isEqualTo(part.getSuppressed());
    }

    @Test
    void missingAddressStaysMissing() {
        assertThat(NetException.of(ErrorKind.CLOSED, "read")
                        .withOperation("copy")
                        .address())
                .isEmpty();
    }
}
