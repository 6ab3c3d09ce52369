package dev.minato.testing;

import org.opentest4j.TestAbortedException;

/// What a test needs and a machine may lack: without it the test is aborted by name, and with
/// `-Dminato.require=all` it fails.
public final class Requirement {
    private Requirement() {}

    /// Goes on if `met`.
    public static void that(String name, boolean met) {
        if (met) {
            return;
        }
        if ("all".equals(System.getProperty("minato.require"))) {
            throw new AssertionError("required, and not there: " + name);
        }
        throw new TestAbortedException("not there: " + name);
    }
}
