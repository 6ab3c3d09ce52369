package dev.minato.misuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Calls that must be refused, to be written down and then checked.
final class MisuseTable {
    private final List<Misuse> rows = new ArrayList<>();

    /// A call that must be refused.
    ///
    /// @param says what the message has to contain: the argument's name, or its operation, and what came
    private record Misuse(Class<? extends RuntimeException> type, List<String> says, ThrowingCallable call) {}

    void wrong(String says, Object came, ThrowingCallable call) {
        rows.add(new Misuse(IllegalArgumentException.class, List.of(says, String.valueOf(came)), call));
    }

    void outside(ThrowingCallable call) {
        rows.add(new Misuse(IndexOutOfBoundsException.class, List.of(), call));
    }

    void check() {
        assertThat(rows).isNotEmpty();
        for (Misuse misuse : rows) {
            Throwable thrown = catchThrowable(misuse.call());
            assertThat(thrown).as("%s", misuse.says()).isInstanceOf(misuse.type());
            misuse.says().forEach(part -> assertThat(thrown.getMessage()).contains(part));
        }
        rows.clear();
    }

    /// Fails if rows were written down and never checked.
    void end() {
        assertThat(rows).as("rows that were not checked").isEmpty();
    }
}
