package dev.minato.fuzz;

import dev.minato.testing.FuzzTargets;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// No input is found on which a fuzz target fails, in `-Dminato.fuzz` seconds for each.
@Timeout(value = 1, unit = TimeUnit.DAYS)
class FuzzTargetsTest {
    static List<Method> targets() throws IOException {
        return FuzzTargets.of(FuzzTargetsTest.class);
    }

    @BeforeAll
    static void say(TestReporter reporter) throws IOException {
        reporter.publishEntry("deadline", FuzzTargets.deadline(targets().size()));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void nothingIsFound(Method target, @TempDir Path folder) throws Exception {
        FuzzTargets.fuzz(target, folder);
    }
}
