package dev.minato.deadlines;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// The deadlines of test classes. A class that exceeds its own halts the JVM, whatever its threads are doing:
/// JUnit's timeouts act between and around methods, this one on the whole run.
///
/// `-Dminato.deadline` sets the default in seconds, 0 means none. A test that plays for a configurable time
/// publishes the report entry [#ENTRY] with the seconds that it needs.
public final class ClassDeadlines implements TestExecutionListener {
    /// The key of the report entry that extends the deadline of the class.
    static final String ENTRY = "deadline";

    private static final Duration DEFAULT = Duration.ofSeconds(Long.getLong("minato.deadline", 600));
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(1);
    /// sysexits.h EX_SOFTWARE; anything but 0 tells Surefire that the JVM crashed.
    private static final int EXIT_CODE = 70;

    private final ConcurrentMap<TestIdentifier, Long> ends = new ConcurrentHashMap<>();
    private final ConcurrentMap<TestIdentifier, Boolean> running = new ConcurrentHashMap<>();
    private volatile Optional<TestPlan> plan = Optional.empty();

    /// Called by `ServiceLoader`.
    public ClassDeadlines() {}

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = Optional.of(started);
        if (DEFAULT.isPositive()) {
            Thread.ofPlatform().daemon().name("class-deadlines").start(this::watch);
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan finished) {
        plan = Optional.empty();
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (isClass(test)) {
            ends.put(test, System.nanoTime() + DEFAULT.toNanos());
        }
        running.put(test, true);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        ends.remove(test);
        running.remove(test);
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        String seconds = entry.getKeyValuePairs().get(ENTRY);
        if (seconds != null) {
            extend(
                    test,
                    System.nanoTime()
                            + Duration.ofSeconds(Long.parseLong(seconds)).toNanos());
        }
    }

    private void extend(TestIdentifier test, long end) {
        ends.computeIfPresent(test, (_, before) -> end - before > 0 ? end : before);
        plan.flatMap(current -> current.getParent(test)).ifPresent(parent -> extend(parent, end));
    }

    private static boolean isClass(TestIdentifier test) {
        return test.getSource().filter(ClassSource.class::isInstance).isPresent();
    }

    private void watch() {
        while (plan.isPresent()) {
            ends.forEach((test, end) -> {
                if (System.nanoTime() - end > 0) {
                    halt(test);
                }
            });
            LockSupport.parkNanos(BETWEEN_CHECKS.toNanos());
        }
    }

    private void halt(TestIdentifier late) {
        var names = running.keySet().stream().filter(TestIdentifier::isTest).map(TestIdentifier::getUniqueId);
        ThreadDump.print("deadline exceeded by " + late.getUniqueId() + ", while it ran " + names.toList());
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        // Shutdown hooks may hang, too.
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
