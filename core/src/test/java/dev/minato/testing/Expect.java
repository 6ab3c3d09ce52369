package dev.minato.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Calls that must fail, and all that their failures say.
public final class Expect {
    private Expect() {}

    /// Makes the call and returns its failure, which must be of that kind.
    public static NetException failure(ErrorKind kind, ThrowingCallable call) {
        NetException failure = failure(call);
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        return failure;
    }

    /// Makes the call and returns its failure, of which kind, operation, address and message are checked.
    public static NetException failure(ErrorKind kind, String operation, Object address, ThrowingCallable call) {
        NetException failure = failure(call);
        says(failure, kind, operation, address);
        return failure;
    }

    /// Checks kind, operation, address and message.
    public static void says(NetException failure, ErrorKind kind, String operation, Object address) {
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        assertThat(failure.operation()).isEqualTo(operation);
        assertThat(failure.address()).contains(address.toString());
        assertThat(failure.getMessage()).startsWith(operation + " " + address + ": " + kind);
    }

    private static NetException failure(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        if (thrown instanceof NetException failure) {
            return failure;
        }
        throw new AssertionError(thrown == null ? "the call did not fail" : "no NetException, but " + thrown, thrown);
    }
}
