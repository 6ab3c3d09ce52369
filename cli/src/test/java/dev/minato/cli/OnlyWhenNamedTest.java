package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.services.Binding;
import dev.minato.services.ServiceInfo;
import dev.minato.services.Services;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `serve` without arguments serves everything but what is served only when named, and `services` says
/// which.
class OnlyWhenNamedTest {
    private static final List<String> NAMED = Services.all().stream()
            .filter(ServiceInfo::onlyWhenNamed)
            .map(ServiceInfo::name)
            .toList();

    @Test
    void everythingIsWhatNeedsNoName() throws Failure {
        assertThat(NAMED).contains("metrics-in");
        assertThat(services(List.of())).contains("echo", "reverse").doesNotContainAnyElementsOf(NAMED);
        assertThat(services(NAMED)).containsAll(NAMED).doesNotContain("echo");
    }

    private static List<String> services(List<String> arguments) throws Failure {
        return BindingReader.read(arguments).stream().map(Binding::service).toList();
    }

    @Test
    void servicesSaysWhatHasToBeNamed() {
        try (var minato = Program.minato("services")) {
            List<String> lines = minato.out().textToEnd().lines().toList();
            assertThat(lines)
                    .filteredOn(line -> line.endsWith("; only when named"))
                    .hasSameSizeAs(NAMED);
            assertThat(lines).anyMatch(line -> line.matches("metrics-in +8125 +8125 .*; only when named"));
        }
    }
}
