package dev.minato.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What a parser says of a text that is no address.
final class Refusal {
    private Refusal() {}

    /// The failure of the parser, which must name that position and that reason.
    static AddressParseException of(ThrowingCallable parse, int position, String reason) {
        var failure = catchThrowableOfType(AddressParseException.class, parse);
        assertThat(failure.position()).isEqualTo(position);
        assertThat(failure.reason()).isEqualTo(reason);
        return failure;
    }
}
